using TorchSharp.Interop;

namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    public class Device
    {
        public DeviceType type { get; } = DeviceType.CPU;

        public int index { get; } = -1;

        public Device(string description)
        {
            var parts = description.Split(':');
            type = Parse(parts[0]);
            index = parts.Length == 2 ? int.Parse(parts[1]) : DefaultIndex(type);
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index < 0 ? DefaultIndex(deviceType) : index;
        }

        private static int DefaultIndex(DeviceType type) => type == DeviceType.CUDA ? 0 : -1;

        private static DeviceType Parse(string type) => Enum.Parse<DeviceType>(type.ToUpperInvariant());

        public override string ToString() =>
            type == DeviceType.CPU || index < 0
                ? type.ToString().ToLowerInvariant()
                : $"{type.ToString().ToLowerInvariant()}:{index}";

        public static implicit operator Device(string description) => new(description);
    }

    public static readonly Device CPU = new(DeviceType.CPU, -1);

    public static Device CUDA => InitializeDevice(new(DeviceType.CUDA, -1));

    public static Device get_default_device() => CPU;

    public static bool cuda_is_available() => cuda.is_available();

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType switch
        {
            DeviceType.CUDA => cuda.is_available(),
            DeviceType.MPS => false,
            _ => true,
        };

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException(
                $"Torch device type {deviceType} did not initialise on the current machine. Trace from LoadNativeBackend:\n"
            );
        }
    }

    public static Device InitializeDevice(Device device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static partial class cuda
    {
        public static bool is_available() => NativeMethods.THSTorchCuda_is_available();

        public static int device_count() => NativeMethods.THSTorchCuda_device_count();

        public static void manual_seed_all(long seed)
        {
            NativeMethods.THSCuda_manual_seed_all((ulong)seed);
            CheckForErrors();
        }

        /// <remarks>As in TorchSharp, an error is left for the next call that checks for one.</remarks>
        public static void synchronize(Device device = null) =>
            NativeMethods.THSTorchCuda_synchronize(device?.index ?? -1);
    }
}
