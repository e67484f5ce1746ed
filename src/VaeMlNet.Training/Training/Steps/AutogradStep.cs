using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A training step with gradients by autograd. It supports any network, latents and likelihood.</summary>
internal sealed class AutogradStep : TrainingStep
{
    private readonly VaeTrainerOptions options;
    private readonly VariationalAutoencoder network;
    private readonly SemiSupervisedTerm? labelTerm;
    private readonly FlatGradients? flat;
    private readonly BinUpdates? binUpdates;

    /// <param name="options">Checked options.</param>
    /// <param name="network">The network.</param>
    /// <param name="rowCount">The number of training rows.</param>
    /// <param name="isFlat">Whether the optimizers have the form of <see cref="ManualBackpropagationStep"/>, which supports the network.</param>
    public AutogradStep(VaeTrainerOptions options, VariationalAutoencoder network, long rowCount, bool isFlat)
    {
        this.options = options;
        this.network = network;
        // Labels of known anomalies have no term: they weight the score after the training.
        labelTerm = options.Labels is SemiSupervisedLabelOptions labels ? new(labels, rowCount) : null;
        flat = isFlat ? FlatGradients.Create(network, options) : null;
        Optimizers = flat?.Optimizers.Optimizers ?? [VaeMlNet.Optimizers.Create(network.parameters(), options)];
        binUpdates = BinUpdates.Create(network, options, flat?.Parameters);
        Weights = [.. network.state_dict().Values.Where(tensor => tensor.is_floating_point())];
    }

    public override IReadOnlyList<OptimizerHelper> Optimizers { get; }

    /// <inheritdoc />
    /// <remarks>These are the parameters, and the running averages of normalization layers.</remarks>
    public override IReadOnlyList<Tensor> Weights { get; }

    public override IDisposable OpenEpoch()
    {
        flat?.Parameters.Read();
        return NewDisposeScope();
    }

    public override void Run(StepRows rows, int epoch, StepSettings settings, RunningLoss losses)
    {
        network.zero_grad();
        network.UsesMixedPrecision = options.UsesMixedPrecision;
        var terms = network.NegativeElbo(
            rows.Features,
            rows.Noise,
            settings.Temperature,
            rows.Input,
            SlotWeights(rows.Input)
        );
        var ofLabels = labelTerm?.Compute(
            network,
            rows.Labeled! with
            {
                SlotWeights = SlotWeights(rows.Labeled!.Input),
            },
            settings.KlWeight,
            settings.Temperature
        );
        var kept = options.TrimmingOrDefault.RowsKept(rows.Features.shape[0], epoch);
        var loss = VariationalAutoencoder.Loss(
            terms,
            rows.Batch.Weights,
            settings.KlWeight,
            kept,
            options.FreeBits * network.LatentsPerKl
        );
        (ofLabels is null ? loss : loss.Plus(ofLabels)).backward();
        network.UsesMixedPrecision = false;
        flat?.Parameters.ReadGradients(flat.Gradient);
        if (options.Optimizer.MaxGradientNorm is { } norm)
        {
            nn.utils.clip_grad_norm_(flat?.Optimizers.Blocks ?? network.parameters(), norm);
        }

        binUpdates?.Begin();
        foreach (var optimizer in Optimizers)
        {
            VaeMlNet.Optimizers.Step(optimizer, options.Optimizer, settings.LearningRate);
        }

        binUpdates?.End();
        flat?.Parameters.Write();
        losses.Add(terms, ofLabels, rows.Batch, settings);
    }

    /// <summary>Returns the weights of the slots in the reconstruction term of an input of the encoder; null if all are 1.</summary>
    private Tensor? SlotWeights(Tensor input) =>
        options.InputNoiseOrDefault is { Kind: VaeInputNoiseKind.HiddenCells } hidden
            ? HiddenCells.WeightsOf(network.Values(input), hidden.VisibleWeight)
            : null;

    /// <summary>Copies of the parameters and gradients in vectors.</summary>
    private sealed record FlatGradients(FlatParameters Parameters, Tensor Gradient, FlatOptimizers Optimizers)
    {
        /// <summary>Creates the vectors in the current dispose scope.</summary>
        public static FlatGradients Create(VariationalAutoencoder network, VaeTrainerOptions options)
        {
            var parameters = new FlatParameters(network.modules());
            var gradient = parameters.NewGradient();
            return new(parameters, gradient, new(parameters, gradient, options));
        }
    }
}
