using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Weight and bias of the layers that our networks are made of.</summary>
internal static class ModuleParameters
{
    /// <summary>Gives a module's own parameters, not those of its parts; null for what it does not have.</summary>
    public static (Parameter? Weight, Parameter? Bias) Find(nn.Module module) =>
        module switch
        {
            Linear linear => (linear.weight, linear.bias),
            Convolution convolution => (convolution.weight, convolution.bias),
            _ => (null, null),
        };
}
