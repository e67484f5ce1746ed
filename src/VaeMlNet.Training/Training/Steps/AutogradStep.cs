using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A training step with gradients by autograd. It supports any network, latents, likelihood and objective.</summary>
/// <param name="options">Checked options.</param>
/// <param name="network">The network.</param>
/// <param name="rowCount">The number of training rows.</param>
internal sealed class AutogradStep(VaeTrainerOptions options, VariationalAutoencoder network, long rowCount)
    : TrainingStep
{
    private readonly TrainingObjective objective = TrainingObjective.Create(options.Objective);
    private readonly LabelTerm? labelTerm = LabelTerm.Create(options.Labels);
    private readonly OptimizerHelper optimizer = VaeMlNet.Optimizers.Create(network.parameters(), options);

    /// <inheritdoc />
    public override IReadOnlyList<OptimizerHelper> Optimizers => [optimizer];

    /// <inheritdoc />
    /// <remarks>These are the parameters, and the running averages of normalization layers.</remarks>
    public override IReadOnlyList<Tensor> Weights { get; } =
    [.. network.state_dict().Values.Where(tensor => tensor.is_floating_point())];

    /// <inheritdoc />
    public override IDisposable OpenEpoch() => NewDisposeScope();

    /// <inheritdoc />
    public override void Run(StepRows rows, int epoch, StepSettings settings, RunningLoss losses)
    {
        optimizer.zero_grad();
        var noise = options.InputNoiseOrDefault;
        var weights = noise.Kind switch
        {
            VaeInputNoise.HiddenCells => HiddenCells.WeightsOf(network.Values(rows.Input), noise.VisibleWeight),
            VaeInputNoise.MissingCells => MissingCells.WeightsOf(network.Values(rows.Input)),
            _ => null,
        };
        ObjectiveSettings step = new(settings.KlWeight, settings.Temperature, settings.Capacity, rowCount);
        var (terms, completeGradients) = objective.Compute(
            network,
            new(rows.Features, rows.Input, rows.Noise)
            {
                SlotWeights = weights,
                RowWeights = rows.Batch.Weights,
                WeightsPrior = noise.Kind == VaeInputNoise.MissingCells,
            },
            step
        );
        var ofLabels = labelTerm?.Compute(network, rows.Labeled!, terms, step);
        var kept = options.TrimmingOrDefault.RowsKept(rows.Features.shape[0], epoch);
        var loss = VariationalAutoencoder.Loss(
            terms,
            rows.Batch.Weights,
            settings.KlWeight,
            kept,
            options.Kl.FreeBits * network.LatentsPerKl
        );
        (ofLabels is null ? loss : loss.Plus(ofLabels)).backward();
        completeGradients?.Invoke();
        if (options.Optimizer.MaxGradientNorm is { } norm)
        {
            nn.utils.clip_grad_norm_(network.parameters(), norm);
        }

        VaeMlNet.Optimizers.Step(optimizer, options.Optimizer, settings.LearningRate);
        losses.Add(WithLabels(terms, ofLabels), rows.Batch, settings);
    }

    /// <summary>Adds the term of the labels to the other terms of each row, for reports.</summary>
    private static ElboTerms WithLabels(ElboTerms terms, Tensor? ofLabels) =>
        ofLabels is null
            ? terms
            : terms with
            {
                Other = (terms.Other ?? zeros_like(terms.Reconstruction)).detach().Plus(ofLabels.detach()),
            };
}
