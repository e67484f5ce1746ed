using System.Text.Json.Serialization;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The layers of the encoder and the decoder.</summary>
/// <remarks>
/// Immutable, except for the elements of arrays, which a trainer copies. Equality compares arrays by reference. In JSON, the
/// member <c>kind</c> names the type.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FullyConnectedNetworkOptions), VaeArchitecture.FullyConnected)]
[JsonDerivedType(typeof(ConvolutionalNetworkOptions), VaeArchitecture.Convolutional)]
[JsonDerivedType(typeof(CustomNetworkOptions), VaeArchitecture.Custom)]
public abstract record VaeNetworkOptions
{
    private protected VaeNetworkOptions() { }

    /// <summary>Gets the converters that export encoder and decoder.</summary>
    internal virtual OnnxConverters ExportConverters => OnnxConverters.Default;

    /// <summary>
    /// Gets a value indicating whether the initial weights are drawn from the trainer's seed, uniform in ±1/sqrt(fan-in).
    /// </summary>
    internal virtual bool DrawsWeights => true;

    /// <summary>
    /// Gets a value indicating whether the encoder also reads the conditions of a row, [N, D + C]. Otherwise the linear head reads them.
    /// </summary>
    internal virtual bool EncodesConditions => true;

    /// <summary>Copies the options after checking every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal abstract VaeNetworkOptions ToChecked();

    /// <summary>Creates the encoder's layers, [N, D] -> hidden [N, H]. The caller must dispose them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(int inputDim);

    /// <summary>Creates the decoder, [N, Z] -> [N, P]. The caller must dispose it.</summary>
    /// <param name="latentWidth">Z.</param>
    /// <param name="parameterWidth">P, the number of outputs that the likelihood needs for D features.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract nn.Module<Tensor, Tensor> CreateDecoder(int latentWidth, int parameterWidth);

    /// <summary>Describes the layers for the manifest.</summary>
    internal abstract VaeArchitecture Describe(int inputDim, int latentWidth);
}
