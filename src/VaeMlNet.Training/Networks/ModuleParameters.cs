using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Finds weight and bias of the layers in VaeMlNet's networks.</summary>
internal static class ModuleParameters
{
    /// <summary>Returns the module's own parameters, without those of its children; null for missing ones.</summary>
    public static (Parameter? Weight, Parameter? Bias) Find(nn.Module module) =>
        module switch
        {
            Linear linear => (linear.weight, linear.bias),
            Convolution convolution => (convolution.weight, convolution.bias),
            CategoryEmbedding embedding => (embedding.Weight, null),
            _ => (null, null),
        };

    /// <summary>
    /// Returns all parameters of the module without those of its children: weight and bias, or learned numbers of a likelihood.
    /// </summary>
    public static IEnumerable<Parameter> FindAll(nn.Module module) =>
        Find(module) is ({ } weight, var bias)
            ? bias is null
                ? [weight]
                : [weight, bias]
            : module is Likelihood or ScaleOfValues
                ? module.parameters(recurse: false)
                : [];
}
