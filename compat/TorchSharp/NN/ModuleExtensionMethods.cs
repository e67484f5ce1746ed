using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace TorchSharp;

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : Module => (T)module._to(device.type, device.index, non_blocking);

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : Module => (T)module._to(type, non_blocking);
}
