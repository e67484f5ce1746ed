using System.Text.Json.Serialization;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The layers of encoder and decoder.</summary>
/// <remarks>
/// Immutable but for the elements of arrays, which a trainer copies. Equality compares arrays by reference. In JSON the
/// member <c>kind</c> names the type.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FullyConnectedNetworkOptions), VaeArchitecture.FullyConnected)]
[JsonDerivedType(typeof(ConvolutionalNetworkOptions), VaeArchitecture.Convolutional)]
[JsonDerivedType(typeof(CustomNetworkOptions), VaeArchitecture.Custom)]
public abstract record VaeNetworkOptions
{
    private protected VaeNetworkOptions() { }

    /// <summary>The converters that encoder and decoder are exported with.</summary>
    internal virtual OnnxConverters ExportConverters => OnnxConverters.Default;

    /// <summary>
    /// Gets a value indicating whether the layers' weights are drawn from the trainer's seed, uniform in ±1/sqrt(fan-in).
    /// </summary>
    internal virtual bool DrawsWeights => true;

    /// <summary>Copies the options after checking every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal abstract VaeNetworkOptions ToChecked();

    /// <summary>Makes [N, D] -> hidden [N, H]; the caller disposes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(int inputDim);

    /// <summary>Makes [N, Z] -> [N, P]; the caller disposes it.</summary>
    /// <param name="latentWidth">Z.</param>
    /// <param name="parameterWidth">P, what the likelihood reads for D features.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract nn.Module<Tensor, Tensor> CreateDecoder(int latentWidth, int parameterWidth);

    /// <summary>Describes the layers in the manifest.</summary>
    internal abstract VaeArchitecture Describe(int inputDim, int latentWidth);
}
