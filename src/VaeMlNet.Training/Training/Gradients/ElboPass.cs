using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Computes <see cref="VariationalAutoencoder.NegativeElbo"/> of a fixed number of rows and its gradient, by manual
/// backpropagation.
/// </summary>
/// <remarks>
/// Buffers belong to the dispose scope in which the pass was created, and intermediate tensors to that of a run. Used by one
/// thread at a time.
/// </remarks>
internal sealed class ElboPass
{
    private readonly VariationalAutoencoder network;
    private readonly GradientLayers encoder; // [n, input] -> [n, 2 L]
    private readonly GaussianLatentGradient latent;
    private readonly SlotMatrix decoderInput; // [n, L and conditions]
    private readonly GradientLayers decoder; // [n, L and conditions] -> [n, P]
    private readonly SlotMatrix output; // [n, P]
    private readonly SlotMatrix decoderInputGradient; // [n, L and conditions]
    private readonly LossRows rows; // [n, D]
    private readonly ReconstructionGradient reconstruction;
    private readonly IReadOnlyList<EmbeddedKeyInput> keys;
    private readonly IReadOnlyList<EmbeddedKeyInput> conditionKeys;
    private readonly DropoutLayer[] dropouts;
    private readonly Vector<float>[] reconstructions; // of each row
    private readonly Vector<float>[] kls;
    private readonly Vector<float>[] factors;
    private readonly Vector<float>[] klFactors;

    /// <summary>Creates the pass for a network that <see cref="Supports"/> accepts.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">The parameters, which are read instead of the network's.</param>
    /// <param name="gradient">Receives the gradients. It has the length of the parameters.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="options">The precision, and the noise on the encoder's input.</param>
    public ElboPass(
        VariationalAutoencoder network,
        FlatParameters parameters,
        Tensor gradient,
        long rowCount,
        VaeTrainerOptions options
    )
    {
        this.network = network;
        LayerParameters Slice(nn.Module module) =>
            parameters.Slice(module, gradient) with
            {
                UsesMixedPrecision = options.UsesMixedPrecision,
            };
        latent = new(rowCount, network.LatentDim);
        decoderInput = new(rowCount, network.LatentDim + (network.ConditionLayer?.Width ?? 0));
        decoderInputGradient = new(rowCount, network.LatentDim + (network.ConditionLayer?.Width ?? 0));
        output = new(rowCount, network.Likelihood.ParameterWidth);
        keys = EmbeddedKeyInput.FindAll(network, parameters, gradient);
        conditionKeys = EmbeddedKeyInput.FindConditions(network, parameters, gradient);
        encoder = new(
            [.. GradientLayers.FindLayers(network.Encoder), network.PosteriorHead],
            Slice,
            rowCount,
            needsInputGradient: keys.Count + conditionKeys.Count > 0,
            latent.Head.Rows
        );
        decoder = new(
            GradientLayers.FindLayers(network.Decoder),
            Slice,
            rowCount,
            needsInputGradient: true,
            output.Rows,
            decoderInputGradient.Rows
        );
        rows = new(rowCount, network.InputDim, network.Table is not null, options.InputNoiseOrDefault);
        reconstruction = network.Likelihood.NewGradient(rowCount, parameter => parameters.Slice(parameter, gradient));
        dropouts = [.. encoder.Dropouts, .. decoder.Dropouts];
        reconstructions = new Vector<float>[output.Stride];
        kls = new Vector<float>[output.Stride];
        factors = new Vector<float>[output.Stride];
        klFactors = new Vector<float>[output.Stride];
    }

    /// <summary>Gets -log p(x|z) in nats of each row, as of <see cref="Forward"/>.</summary>
    public Span<float> Reconstructions => OfRows(reconstructions);

    /// <summary>Gets KL(q(z|x) || p(z)) in nats of each row, as of <see cref="Forward"/>.</summary>
    public Span<float> Kls => OfRows(kls);

    /// <summary>Returns whether manual backpropagation supports all parts of a network.</summary>
    public static bool Supports(VariationalAutoencoder network) =>
        (network.ConditionLayer is null || network.Layers.EncodesConditions)
        && network.Prior is null
        && network.Latent.GetType() == typeof(GaussianLatent)
        && network.Likelihood.HasGradient
        && GradientLayers.Supports(network.Encoder)
        && GradientLayers.Supports(network.Decoder);

    /// <summary>Returns the modules of dropout in the order in which they draw numbers, with the widths of their rows.</summary>
    public static IReadOnlyList<(SeededDropout Module, long Width)> FindDropouts(VariationalAutoencoder network) =>
        [.. GradientLayers.FindDropouts(network.Encoder), .. GradientLayers.FindDropouts(network.Decoder)];

    /// <summary>Computes the terms of the loss of each row, and what <see cref="Backward"/> needs.</summary>
    /// <param name="share">The rows, with the factors of each of <see cref="FindDropouts"/>.</param>
    /// <returns>The largest |x|.</returns>
    public float Forward(StepRows share)
    {
        foreach (var (layer, drawn) in dropouts.Zip(share.Dropout))
        {
            layer.Factors = drawn;
        }

        var conditions = EncodeConditions(share.Features); // [n, C]
        var values = network.Values(share.Input); // [n, D]
        var input = network.EncoderInput(values);
        foreach (var key in keys)
        {
            key.Write(values, input);
        }

        encoder.Forward(conditions is null ? input : cat([input, conditions], 1));
        latent.Sample(share.Noise, decoderInput, kls);
        if (conditions is not null)
        {
            decoderInput.Rows.narrow(1, network.LatentDim, conditions.shape[1]).copy_(conditions);
        }

        decoder.Forward(decoderInput.Rows);
        var features = ReferenceEquals(share.Features, share.Input) ? values : network.Values(share.Features);
        var largest = rows.Read(features.contiguous(), values.contiguous());
        Array.Clear(reconstructions);
        reconstruction.Differentiate(rows.With(output, reconstructions));
        return largest;
    }

    /// <summary>Overwrites the gradients of all parameters.</summary>
    public void Backward(ReadOnlySpan<float> rowFactors, double klWeight)
    {
        rowFactors.CopyTo(OfRows(factors));
        for (var row = 0; row < factors.Length; row++)
        {
            klFactors[row] = factors[row] * (float)klWeight;
        }

        reconstruction.Scale(output.Vectors, factors);
        decoder.Backward(output.Rows);
        latent.Backward(decoderInputGradient, klFactors);
        var inputGradient = encoder.Backward(latent.HeadGradient.Rows);
        foreach (var key in keys)
        {
            key.Backward(inputGradient!);
        }

        if (conditionKeys.Count > 0)
        {
            BackwardConditions(inputGradient!);
        }
    }

    private Tensor? EncodeConditions(Tensor rows)
    {
        if (network.ConditionLayer is not { } layer)
        {
            return null;
        }

        var raw = network.ConditionsOf(rows)!;
        var conditions = layer.call(raw); // [n, C]
        foreach (var key in conditionKeys)
        {
            key.Write(raw, conditions);
        }

        return conditions;
    }

    /// <summary>Computes the gradients of the conditions' vectors, which encoder and decoder read.</summary>
    private void BackwardConditions(Tensor inputGradient)
    {
        var width = network.ConditionLayer!.Width;
        var ofEncoder = inputGradient.narrow(1, inputGradient.shape[1] - width, width);
        var ofDecoder = decoderInputGradient.Rows.narrow(1, network.LatentDim, width);
        var conditionGradient = ofEncoder.Plus(ofDecoder).contiguous(); // [n, C]
        foreach (var key in conditionKeys)
        {
            key.Clear();
            key.Backward(conditionGradient);
        }
    }

    private Span<float> OfRows(Vector<float>[] vectors) =>
        MemoryMarshal.Cast<Vector<float>, float>(vectors.AsSpan())[..output.RowCount];
}
