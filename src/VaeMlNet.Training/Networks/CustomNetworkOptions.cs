using System.Text.Json.Serialization;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Options for a custom encoder and decoder: any TorchSharp modules with one input and one output.</summary>
/// <remarks>
/// <para> The trainer creates, owns and disposes the modules. It adds the linear head of the posterior and the likelihood
/// itself. Weights keep the values that your factories give them. To get the same model from the same seed, call
/// <c>torch.manual_seed</c> in the factories. </para> <para> For the export, a module must be a tree of layers that
/// VaeMlNet.OnnxExport supports, implement <see cref="IOnnxExportable"/>, or have a converter in <see cref="Converters"/>.
/// Checkpoints do not contain functions: pass the same options to <see cref="TrainedVae.LoadCheckpoint(string,
/// CustomNetworkOptions)"/>. </para>
/// </remarks>
public sealed record CustomNetworkOptions : VaeNetworkOptions
{
    /// <summary>Gets the factory of the encoder for D features: [N, D] -> [N, H], for any H.</summary>
    /// <value>Default: null. Must be set.</value>
    [JsonIgnore]
    public Func<int, nn.Module<Tensor, Tensor>>? Encoder { get; init; }

    /// <summary>
    /// Gets the factory of the decoder for a width Z of latents and the number P of outputs that the likelihood reads: [N, Z] -> [N, P],
    /// raw values.
    /// </summary>
    /// <value>Default: null. Must be set.</value>
    [JsonIgnore]
    public Func<int, int, nn.Module<Tensor, Tensor>>? Decoder { get; init; }

    /// <summary>Gets the converters for the export.</summary>
    /// <value>Default: <see cref="OnnxConverters.Default"/>.</value>
    [JsonIgnore]
    public OnnxConverters Converters { get; init; } = OnnxConverters.Default;

    internal override OnnxConverters ExportConverters => Converters;

    internal override bool DrawsWeights => false;

    internal override VaeNetworkOptions ToChecked()
    {
        const string Advice = "given: a checkpoint contains no functions, so pass the same options when it is loaded";
        OptionRange.Require(Encoder is not null, "Network.Encoder", "null", $"{Advice}");
        OptionRange.Require(Decoder is not null, "Network.Decoder", "null", $"{Advice}");
        OptionRange.Given(Converters, "Network.Converters");
        return this;
    }

    internal override (nn.Module<Tensor, Tensor> Module, int HiddenDim) CreateEncoder(int inputDim)
    {
        var module = Made(Encoder!(inputDim), "Encoder");
        return (module, OutputWidth(module, inputDim, "Encoder", null));
    }

    internal override nn.Module<Tensor, Tensor> CreateDecoder(int latentWidth, int parameterWidth)
    {
        var module = Made(Decoder!(latentWidth, parameterWidth), "Decoder");
        OutputWidth(module, latentWidth, "Decoder", parameterWidth);
        return module;
    }

    internal override VaeArchitecture Describe(int inputDim, int latentWidth) =>
        new()
        {
            Kind = VaeArchitecture.Custom,
            InputDim = inputDim,
            HiddenDims = [],
            LatentDim = latentWidth,
            Activation = VaeArchitecture.Custom,
        };

    private static nn.Module<Tensor, Tensor> Made(nn.Module<Tensor, Tensor>? module, string name) =>
        module
        ?? throw new InvalidOperationException($"CustomNetworkOptions.{name} returned null, but must return a module.");

    /// <summary>Runs a row of zeros through the module in evaluation mode, and checks its output.</summary>
    private static int OutputWidth(nn.Module<Tensor, Tensor> module, int inputWidth, string name, int? expected)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        module.eval();
        var shape = module.call(zeros(1, inputWidth)).shape;
        module.train();
        var fits = shape is [1, >= 1 and <= int.MaxValue] && (expected ?? shape[1]) == shape[1];
        if (!fits)
        {
            module.Dispose();
            throw new InvalidOperationException(
                $"The module from CustomNetworkOptions.{name} converts float32 [1, {inputWidth}] into "
                    + $"[{string.Join(", ", shape)}], but [1, {expected?.ToString() ?? "H"}] is needed: a row of numbers "
                    + $"for each row. End it with Flatten, or with a Linear of the width that the factory is given."
            );
        }

        return (int)shape[1];
    }
}
