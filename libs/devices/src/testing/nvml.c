/*
 * An NVML for tests: eight GPUs, the last of them divided into two MIG instances.
 *
 * What changes is read at every call from a file named "state" beside this library, one line a change:
 *   lost INDEX          the GPU has fallen off the bus
 *   used INDEX BYTES    memory in use
 *   xid INDEX NUMBER    the driver reports an XID once to every event set
 *   init CODE           nvmlInit_v2 fails with the code
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SUCCESS = 0, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7, TIMEOUT = 10, LOST = 15 };
enum { GPUS = 8, MIG_GPU = 7, MIG_INSTANCES = 2 };

#define GIB (1024ULL * 1024 * 1024)

/* A GPU, or with mig >= 0 an instance of one. */
struct device {
  unsigned gpu;
  int mig;
};
typedef struct device *device_t;

struct events {
  unsigned watched;
  unsigned delivered;
};

typedef struct {
  unsigned long long total, free, used;
} memory_t;
typedef struct {
  unsigned gpu, memory;
} utilization_t;
typedef struct {
  char bus_id_legacy[16];
  unsigned domain, bus, device, device_id, subsystem_id;
  char bus_id[32];
} pci_t;
typedef struct {
  unsigned pid;
  unsigned long long used;
  unsigned gpu_instance, compute_instance;
} process_t;
typedef struct {
  device_t device;
  unsigned long long type, data;
  unsigned gpu_instance, compute_instance;
} event_t;

static struct device gpus[GPUS];
static struct device instances[MIG_INSTANCES];

static FILE *open_state(void) {
  Dl_info here;
  char path[4096];
  if (!dladdr((void *)open_state, &here)) return NULL;
  snprintf(path, sizeof path, "%s", here.dli_fname);
  char *slash = strrchr(path, '/');
  if (slash == NULL) return NULL;
  snprintf(slash + 1, sizeof path - (size_t)(slash + 1 - path), "state");
  return fopen(path, "r");
}

/* The value of the nth line "word index value", and whether there is one. */
static int look_up(const char *word, int index, unsigned nth, unsigned long long *value) {
  FILE *state = open_state();
  char line[256], name[32];
  int at, found = 0;
  if (state == NULL) return 0;
  while (!found && fgets(line, sizeof line, state) != NULL) {
    unsigned long long number = 0;
    if (sscanf(line, "%31s %d %llu", name, &at, &number) < 2) continue;
    if (strcmp(name, word) != 0 || (index >= 0 && at != index) || nth-- != 0) continue;
    if (value != NULL) *value = index < 0 ? (unsigned long long)at : number;
    found = 1;
  }
  fclose(state);
  return found;
}

static int check(device_t device) {
  if (device == NULL) return INVALID_ARGUMENT;
  return look_up("lost", (int)device->gpu, 0, NULL) ? LOST : SUCCESS;
}

int nvmlInit_v2(void) {
  unsigned long long code;
  for (unsigned at = 0; at < GPUS; at++) gpus[at] = (struct device){at, -1};
  for (int at = 0; at < MIG_INSTANCES; at++) instances[at] = (struct device){MIG_GPU, at};
  return look_up("init", -1, 0, &code) ? (int)code : SUCCESS;
}

int nvmlShutdown(void) { return SUCCESS; }

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  snprintf(version, length, "570.86.15");
  return SUCCESS;
}

int nvmlDeviceGetCount_v2(unsigned *count) {
  *count = GPUS;
  return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, device_t *device) {
  if (index >= GPUS) return INVALID_ARGUMENT;
  *device = &gpus[index];
  return check(*device);
}

int nvmlDeviceGetUUID(device_t device, char *uuid, unsigned length) {
  if (device->mig >= 0) snprintf(uuid, length, "MIG-00000000-0000-0000-0000-0000000007%02d", device->mig);
  else snprintf(uuid, length, "GPU-00000000-0000-0000-0000-%012u", device->gpu);
  return SUCCESS;
}

int nvmlDeviceGetHandleByUUID(const char *uuid, device_t *device) {
  char own[96];
  for (int at = 0; at < GPUS + MIG_INSTANCES; at++) {
    device_t candidate = at < GPUS ? &gpus[at] : &instances[at - GPUS];
    nvmlDeviceGetUUID(candidate, own, sizeof own);
    if (strcmp(own, uuid) != 0) continue;
    *device = candidate;
    return check(candidate);
  }
  return NOT_FOUND;
}

int nvmlDeviceGetName(device_t device, char *name, unsigned length) {
  if (device->mig >= 0) snprintf(name, length, "NVIDIA Test 80GB MIG 3g.40gb");
  else snprintf(name, length, "NVIDIA Test 80GB");
  return check(device);
}

int nvmlDeviceGetMemoryInfo(device_t device, memory_t *memory) {
  unsigned long long used = (device->gpu + 1) * GIB;
  look_up("used", (int)device->gpu, 0, &used);
  memory->total = (device->mig >= 0 ? 40 : 80) * GIB;
  memory->used = used;
  memory->free = memory->total - used;
  return check(device);
}

int nvmlDeviceGetCudaComputeCapability(device_t device, int *major, int *minor) {
  *major = 9;
  *minor = 0;
  return check(device);
}

int nvmlDeviceGetPciInfo_v3(device_t device, pci_t *pci) {
  memset(pci, 0, sizeof *pci);
  snprintf(pci->bus_id, sizeof pci->bus_id, "00000000:%02X:00.0", 0x10 * (device->gpu + 1));
  return check(device);
}

int nvmlDeviceGetComputeRunningProcesses_v3(device_t device, unsigned *count, process_t *processes) {
  unsigned there = device->gpu == 1 ? 2 : 0;
  unsigned room = *count;
  *count = there;
  if (check(device) != SUCCESS) return LOST;
  if (room < there) return INSUFFICIENT_SIZE;
  /* In a container NVML does not tell how much a process uses. */
  if (there > 0) processes[0] = (process_t){4711, 3 * GIB, 0xffffffff, 0xffffffff};
  if (there > 1) processes[1] = (process_t){4712, ~0ULL, 0xffffffff, 0xffffffff};
  return SUCCESS;
}

int nvmlDeviceGetMigMode(device_t device, unsigned *current, unsigned *pending) {
  if (device->gpu == 0) return NOT_SUPPORTED;
  *current = *pending = device->gpu == MIG_GPU;
  return check(device);
}

int nvmlDeviceGetMaxMigDeviceCount(device_t device, unsigned *count) {
  *count = device->gpu == MIG_GPU ? 7 : 0;
  return check(device);
}

int nvmlDeviceGetMigDeviceHandleByIndex(device_t device, unsigned index, device_t *instance) {
  if (device->gpu != MIG_GPU || index >= MIG_INSTANCES) return NOT_FOUND;
  *instance = &instances[index];
  return check(device);
}

int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(device_t instance, device_t *device) {
  if (instance->mig < 0) return INVALID_ARGUMENT;
  *device = &gpus[instance->gpu];
  return SUCCESS;
}

int nvmlDeviceGetUtilizationRates(device_t device, utilization_t *utilization) {
  if (device->mig >= 0) return NOT_SUPPORTED;
  utilization->gpu = 10 * device->gpu;
  utilization->memory = 5;
  return check(device);
}

int nvmlDeviceGetPowerUsage(device_t device, unsigned *milliwatts) {
  if (device->mig >= 0) return NOT_SUPPORTED;
  *milliwatts = 250500;
  return check(device);
}

int nvmlDeviceGetTemperature(device_t device, int sensor, unsigned *celsius) {
  /* GPU 6 stands for a driver that has the newer call only. */
  if (device->mig >= 0 || sensor != 0 || device->gpu == 6) return NOT_SUPPORTED;
  *celsius = 40 + device->gpu;
  return check(device);
}

typedef struct {
  unsigned version, sensor;
  int celsius;
} temperature_t;

int nvmlDeviceGetTemperatureV(device_t device, temperature_t *temperature) {
  if (temperature->version != (sizeof *temperature | 1u << 24)) return INVALID_ARGUMENT;
  if (device->mig >= 0 || temperature->sensor != 0) return NOT_SUPPORTED;
  temperature->celsius = 140 + (int)device->gpu;
  return check(device);
}

/* The first four GPUs are near processors 0 and 2, the others near 1 and 65. */
int nvmlDeviceGetCpuAffinity(device_t device, unsigned size, unsigned long *set) {
  memset(set, 0, size * sizeof *set);
  if (device->gpu < 4) set[0] = 5;
  else {
    set[0] = 2;
    if (size > 1) set[1] = 2;
  }
  return check(device);
}

int nvmlEventSetCreate(struct events **set) {
  *set = calloc(1, sizeof **set);
  return SUCCESS;
}

int nvmlDeviceRegisterEvents(device_t device, unsigned long long types, struct events *set) {
  if (device->mig >= 0 || types != 8) return NOT_SUPPORTED;
  set->watched |= 1u << device->gpu;
  return check(device);
}

int nvmlEventSetWait_v2(struct events *set, event_t *event, unsigned timeout_ms) {
  (void)timeout_ms;
  unsigned long long index, number;
  for (;;) {
    if (!look_up("xid", -1, set->delivered, &index)) return TIMEOUT;
    unsigned before = 0;
    for (unsigned at = 0; at < set->delivered; at++) {
      unsigned long long other;
      before += look_up("xid", -1, at, &other) && other == index;
    }
    set->delivered += 1;
    if (!(set->watched & (1u << index)) || !look_up("xid", (int)index, before, &number)) continue;
    *event = (event_t){&gpus[index], 8, number, 0xffffffff, 0xffffffff};
    return SUCCESS;
  }
}

int nvmlEventSetFree(struct events *set) {
  free(set);
  return SUCCESS;
}
