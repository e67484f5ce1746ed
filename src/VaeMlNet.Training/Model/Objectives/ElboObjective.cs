using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The negative ELBO, and the base of objectives that add a term to it.</summary>
internal class ElboObjective : TrainingObjective
{
    /// <inheritdoc />
    public override (ElboTerms Terms, Action? CompleteGradients) Compute(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings
    )
    {
        var head = network.ComputeHead(rows.Input);
        var (z, terms) = Decode(network, rows, settings, head);
        return (
            terms with
            {
                Other = Sum(
                    Sum(Added(network, rows, settings, head, z, terms), Excess(terms, rows, settings)),
                    Sum(PriorLoss(network, rows, settings, head), terms.Other)
                ),
            },
            network.Latent.LearnFrom(head, rows.Noise, rows.RowWeights)
        );
    }

    /// <summary>Samples z of each row, and computes the terms of the negative ELBO there.</summary>
    protected virtual (Tensor Z, ElboTerms Terms) Decode(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings,
        Tensor head
    )
    {
        var z = network.Latent.Sample(head, NoiseOfZ(rows.Noise), settings.Temperature); // [n, Z]
        return (z, network.NegativeElboAt(rows.Features, head, z, rows.SlotWeights));
    }

    /// <summary>Returns the part of the random numbers that samples z.</summary>
    protected virtual Tensor NoiseOfZ(Tensor noise) => noise;

    /// <summary>Returns what the objective adds to the loss of each row, [n]; null for nothing.</summary>
    protected virtual Tensor? Added(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings,
        Tensor head,
        Tensor z,
        ElboTerms terms
    ) => null;

    /// <summary>
    /// Returns weight * (|KL - C| - KL) for the mean KL of the batch, which together with weight * KL is the term of Burgess et al. 2018, eq. 8;
    /// the same for each row, [n]. Null without a capacity C.
    /// </summary>
    private static Tensor? Excess(ElboTerms terms, ObjectiveRows rows, ObjectiveSettings settings)
    {
        if (settings.Capacity is not { } capacity)
        {
            return null;
        }

        var kls = terms.KlPerLatent.sum(1); // [n]
        var mean = (rows.RowWeights is { } weights ? kls * weights : kls).mean();
        return (((mean - Held(capacity)).abs() - mean) * Held(settings.KlWeight)).expand(kls.shape[0]);
    }

    private static Tensor? PriorLoss(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings,
        Tensor head
    ) =>
        rows.WeightsPrior && network.Latent.ComputeEncoderOutputs(head) is [var mean, var logVariance]
            ? MissingCells.PriorLoss(rows.SlotWeights!, mean, logVariance, settings.KlWeight)
            : null;

    private static Tensor? Sum(Tensor? a, Tensor? b) =>
        a is null ? b
        : b is null ? a
        : a.Plus(b);
}
