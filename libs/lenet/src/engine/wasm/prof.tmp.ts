// usage: tsx prof.ts dir...   each dir has simd.wasm and relaxed.wasm
import { readFileSync } from 'node:fs';
import v8 from 'node:v8';
v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
import { WasmModel } from './model-prof.tmp.ts';
import { initialParameters } from '/work/main/libs/lenet/src/initial.ts';
const raw=readFileSync('/root/.cache/gridsweep/cifar10.bin');
const n=4096; const images=new Uint8Array(n*3072), labels=new Uint8Array(n);
for(let i=0;i<n;i++){labels[i]=raw[i*3073]; images.set(raw.subarray(i*3073+1,(i+1)*3073),i*3072);}
const ds={train:{count:n,images,labels},test:{count:n,images,labels}};
const act=process.env.ACT??'relu';
const h:any={optimizer:'adam',lr:1e-3,betas:[0.9,0.999],eps:1e-8,weight_decay:0,activation:act,epochs:1,batch_size:64,log_every:1,shuffle:true,limit:null,class_weights:null};
const W=(globalThis as any).WebAssembly;
const names=['standardise','conv1','conv2','denseF','xent','denseB','conv2 dW','conv2 dX','conv1 dW'];
const runs:any[]=[];
for(const d of process.argv.slice(2)) for(const v of (process.env.V??'simd,relaxed').split(',')){
  const m=new WasmModel(new W.Module(readFileSync(`${d}/${v}.wasm`)),h,ds,{step:0,parameters:initialParameters(1),slots:{}});
  const batches=[]; for(let b=0;b<64;b++) batches.push(Uint32Array.from({length:64},(_, i)=>b*64+i));
  m.train(batches); m.train(batches);m.train(batches); m.train(batches);
  runs.push({d,v,m,batches,step:[],k:names.map(()=>Infinity),ev:Infinity});
}
const R=Number(process.env.R??40);
for(let r=0;r<R;r++) for(const x of runs){
  for(let i=0;i<2;i++){const t=performance.now(); x.m.train(x.batches.slice((r*2+i)%60,(r*2+i)%60+4)); x.step.push((performance.now()-t)*1000/256);}
  const w=x.m.wasmForProfile; const a=x.m.actForProfile;
  for(let k=0;k<9;k++){ const t=performance.now(); for(let j=0;j<4;j++) w.runKernel(k,16,a); x.k[k]=Math.min(x.k[k],(performance.now()-t)*1000/64); }
  const t=performance.now(); x.m.evaluate({count:256,images,labels}); x.ev=Math.min(x.ev,(performance.now()-t)*1000/256);
}
for(const x of runs){ x.step.sort((a:any,b:any)=>a-b); console.log(x.d.replace('/tmp/we',''),x.v,'step min',x.step[0].toFixed(1),'med',x.step[x.step.length>>1].toFixed(1),'eval',x.ev.toFixed(1),'sum',x.k.reduce((a:number,b:number)=>a+b,0).toFixed(1),'|',names.map((s,i)=>s+' '+x.k[i].toFixed(1)).join(', ')); }
