using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace TorchSharp
{
    public static class ModuleExtensionMethods
    {
        public static T to<T>(this T module, Device device, bool non_blocking = false)
            where T : Module => (T)module._to(device.type, device.index, non_blocking);

        public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
            where T : Module => (T)module._to(device, type, non_blocking);

        public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
            where T : Module => (T)module._to(type, non_blocking);

        public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
            where T : Module => (T)module._to(deviceType, deviceIndex, non_blocking);

        public static T to<T>(this T module, string device, bool non_blocking = false)
            where T : Module => module.to(new Device(device), non_blocking);

        public static T cpu<T>(this T module, bool non_blocking = false)
            where T : Module => module.to(DeviceType.CPU, -1, non_blocking);

        public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
            where T : Module => module.to(DeviceType.CUDA, deviceIndex, non_blocking);

        public static T @float<T>(this T module, bool non_blocking = false)
            where T : Module => module.to(ScalarType.Float32, non_blocking);

        public static T @double<T>(this T module, bool non_blocking = false)
            where T : Module => module.to(ScalarType.Float64, non_blocking);
    }
}
