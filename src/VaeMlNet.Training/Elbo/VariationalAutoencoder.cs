using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A variational autoencoder (Kingma &amp; Welling 2014). An encoder and a linear head compute the posterior q(z|x), and a
/// decoder computes the parameters of the likelihood p(x|z).
/// </summary>
/// <remarks>
/// The decoder ends in raw values, such as logits of a Bernoulli likelihood or means of a Gaussian one. Initial weights are
/// uniform in ±1/sqrt(fan-in), as in PyTorch. The names of the submodules (encoder, posterior, decoder, likelihood) are keys of
/// the checkpoint. The caller owns the network and must dispose it. Thread safety: not thread-safe; even <see cref="forward"/>
/// must not run during training.
/// </remarks>
// This file is the model as one would write it on a whiteboard:
//
//   encoder              q(z|x) = N(z; mean, exp(logVariance)), with (mean, logVariance) = head(encoder(x))
//   reparameterization   z = mean + exp(logVariance / 2) * noise, noise ~ N(0, I)
//   decoder              p(x|z) with the parameters decoder(z)
//   -ELBO                -log p(x|z) + KL(q(z|x) || p(z)), with the prior p(z) = N(0, I), or a learned one
//   training loss        reconstruction + beta * KL
//
// With conditions c, a row x is [x, c]; encoder and decoder read c, too.
//
// The formulas are those of Gaussian latents; LatentDistribution has them for each kind of latents, Likelihood has log p(x|z) for each
// kind of data. ElboPass is the same by manual backpropagation, the classes of Export are the same as ONNX nodes. How the layers are
// made is in VariationalAutoencoder.Layers.cs.
public sealed partial class VariationalAutoencoder : nn.Module<Tensor, Tensor>
{
    /// <summary>
    /// Returns the embedding of each row: the mean of a Gaussian posterior q(z|x), or the probabilities of a categorical one.
    /// </summary>
    /// <param name="x">The features, float32 [N, D]; with conditions, their raw slots follow, [N, D + slots].</param>
    /// <returns>float32 [N, Z]. The caller must dispose it.</returns>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public Tensor Encode(Tensor x)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        return Latent.Embed(ComputeHead(x)).MoveToOuterDisposeScope();
    }

    /// <summary>Returns the parameters of p(x|z): logits (Bernoulli, categorical, multinomial), log-rates (Poisson) or means.</summary>
    /// <param name="z">The latents, float32 [N, Z].</param>
    /// <param name="conditions">
    /// The conditions, float32 [N, slots]: numbers, Booleans as 0 or 1, and categories as their keys from 1. Default: null, for models without
    /// conditions.
    /// </param>
    /// <returns>float32 [N, P]. The caller must dispose it.</returns>
    /// <exception cref="ArgumentException">The model has conditions, but none are passed.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public Tensor Decode(Tensor z, Tensor? conditions = null)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentNullException.ThrowIfNull(z);
        if (this.conditions is null)
        {
            return Call(decoder, z); // without a scope, because a custom module can return z itself
        }

        if (conditions is null)
        {
            throw new ArgumentException(
                "The model has conditions, but none are passed to Decode. Pass one row of conditions for each row of z.",
                nameof(conditions)
            );
        }

        using var scope = NewDisposeScope();
        var encoded = this.conditions.call(conditions); // [N, C]
        return Call(decoder, cat([z, encoded], 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes and decodes without noise, at z = the embedding.</summary>
    /// <param name="input">The features, float32 [N, D]; with conditions, their raw slots follow, [N, D + slots].</param>
    /// <returns>The parameters of p(x|z), float32 [N, P]. The caller must dispose them.</returns>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public override Tensor forward(Tensor input)
    {
        using var z = Encode(input);
        using var own = ConditionsOf(input);
        return Decode(z, own);
    }

    // The intermediate tensors of the methods below belong to the caller's dispose scope, so that formulas read as in the
    // papers.

    /// <summary>
    /// Computes the head, which contains the parameters of q(z|x): mean and log-variance side by side for a Gaussian posterior.
    /// </summary>
    /// <param name="x">The features, [N, D].</param>
    /// <param name="withGaps">The features with their missing cells, if these were filled; null for the same features.</param>
    /// <returns>[N, <see cref="LatentDistribution.HeadWidth"/>].</returns>
    internal Tensor ComputeHead(Tensor x, Tensor? withGaps = null)
    {
        var input = EncoderInput(Values(x), withGaps);
        if (conditions is null)
        {
            return Call(posterior, Call(encoder, input)); // not disposed here, because a custom module can return x itself
        }

        var encoded = conditions.call(ConditionsOf(x)!); // [N, C]
        return Call(
            posterior,
            Layers.EncodesConditions ? Call(encoder, cat([input, encoded], 1)) : cat([Call(encoder, input), encoded], 1) // [N, H + C]
        );
    }

    /// <summary>Computes -log p(x|z) in nats for each slot, [N, D]. The slots of a row add up to its -log p(x|z).</summary>
    internal Tensor ReconstructionPerSlot(Tensor z, Tensor x) =>
        Likelihood.NegativeLogLikelihoodPerSlot(Decode(z, ConditionsOf(x)), Values(x));

    /// <summary>
    /// Computes the terms of -ELBO = -E[log p(x|z)] + KL(q(z|x) || p(z)) (Kingma &amp; Welling 2014, eq. 3), with one sample of
    /// z for each row.
    /// </summary>
    /// <param name="x">The features, [N, D].</param>
    /// <param name="noise">The noise of each row, from <see cref="LatentDistribution.DrawNoise"/>.</param>
    /// <param name="temperature">
    /// The temperature of the relaxation of discrete latents, above 0; <see cref="LatentDistribution.Exact"/> for evaluation. Ignored by
    /// Gaussian latents.
    /// </param>
    /// <param name="encoderInput">
    /// The rows for the encoder if they differ from <paramref name="x"/>, [N, D]; null for the same rows.
    /// </param>
    /// <param name="slotWeights">The weights of the slots in the reconstruction term, [N, D]; null if all are 1.</param>
    internal ElboTerms NegativeElbo(
        Tensor x,
        Tensor noise,
        double temperature,
        Tensor? encoderInput = null,
        Tensor? slotWeights = null
    ) => NegativeElboOf(ComputeHead(encoderInput ?? x), x, noise, temperature, slotWeights);

    /// <summary>
    /// Computes the terms of -ELBO for an output of the encoder. With a label among the latents, the reconstruction term is the expectation over the
    /// labels under q(y|x) (Kingma et al. 2014), unless there are too many labels.
    /// </summary>
    /// <param name="head">The result of <see cref="ComputeHead"/>.</param>
    /// <param name="x">The features, [N, D].</param>
    /// <param name="noise">The noise of each row, from <see cref="LatentDistribution.DrawNoise"/>.</param>
    /// <param name="temperature">The temperature of the relaxation of discrete latents.</param>
    /// <param name="slotWeights">The weights of the slots in the reconstruction term, [N, D]; null if all are 1.</param>
    internal ElboTerms NegativeElboOf(Tensor head, Tensor x, Tensor noise, double temperature, Tensor? slotWeights)
    {
        if (Latent is not LabeledLatent { IsEnumerated: true } labeled)
        {
            var z = Latent.Sample(head, noise, temperature); // [N, Z]
            return new(Reconstruction(z, x, slotWeights), Kl(head, z));
        }

        var ofEachLabel = Reconstruction(
            labeled.SampleForEachLabel(head, noise),
            Repeated(x),
            slotWeights is null ? null : Repeated(slotWeights)
        ); // [N K]
        var expected = labeled.LogProbabilities(head).exp() * ofEachLabel.reshape(-1, labeled.LabelCount); // [N, K]
        return new(expected.sum(1), labeled.KlPerLatent(head));

        Tensor Repeated(Tensor rows) =>
            rows.unsqueeze(1).expand(rows.shape[0], labeled.LabelCount, rows.shape[1]).reshape(-1, rows.shape[1]);
    }

    /// <summary>Computes -log p(x|z) in nats for each row, [N].</summary>
    /// <param name="z">The latents, [N, Z].</param>
    /// <param name="x">The features, [N, D].</param>
    /// <param name="slotWeights">The weights of the slots, [N, D]; null if all are 1.</param>
    internal Tensor Reconstruction(Tensor z, Tensor x, Tensor? slotWeights)
    {
        var perSlot = ReconstructionPerSlot(z, x); // [N, D]
        return (slotWeights is null ? perSlot : perSlot * slotWeights).sum(1);
    }

    /// <summary>
    /// Computes the loss of a training step over the kept rows: the mean of weight * reconstruction, plus <paramref
    /// name="klWeight"/> times the mean of weight * KL.
    /// </summary>
    /// <param name="terms">The terms of each row.</param>
    /// <param name="weights">The weight of each row, [N]; null if all weights are 1.</param>
    /// <param name="klWeight">The weight of KL, beta (Higgins et al. 2017, eq. 4), after warm-up.</param>
    /// <param name="rowsKept">The number of rows to keep: those with the smallest loss (Shen &amp; Sanghavi 2019); at least 1.</param>
    /// <param name="freeBits">
    /// The minimum that each latent's mean KL counts in the loss, in nats (Kingma et al. 2016, eq. 15).
    /// </param>
    /// <returns>A scalar with gradients.</returns>
    internal static Tensor Loss(ElboTerms terms, Tensor? weights, double klWeight, long rowsKept, double freeBits)
    {
        if (rowsKept < terms.Reconstruction.shape[0])
        {
            var losses = terms.Reconstruction.detach().Plus(terms.KlPerLatent.detach().sum(1) * Held(klWeight)); // [N]
            var rows = losses.topk((int)rowsKept, 0, largest: false).indexes; // [kept]
            terms = new(terms.Reconstruction.index_select(0, rows), terms.KlPerLatent.index_select(0, rows));
            weights = weights?.index_select(0, rows);
        }

        var reconstruction = weights is null ? terms.Reconstruction : terms.Reconstruction * weights; // [kept]
        var kl = weights is null ? terms.KlPerLatent : terms.KlPerLatent * weights.unsqueeze(1); // [kept, L]
        var klOfLatents = kl.mean([0L]); // [L]
        var counted = freeBits > 0 ? klOfLatents.clamp_min(Held(freeBits)) : klOfLatents; // [L]
        return reconstruction.mean().Plus(counted.sum() * Held(klWeight));
    }

    /// <summary>
    /// Computes the anomaly score without noise: the terms of -ELBO at z = the posterior mean (An &amp; Cho 2015, with the mean
    /// instead of a sample), for tables the penalties of <see cref="TableLikelihood.WithPenalties"/>, and for windows those of levels outside the range of training. With
    /// <see cref="Neighbors"/>, distances are added to these terms, or replace them, and <see cref="KnownAnomalies"/> change them. With a <see
    /// cref="PseudoLikelihood"/>, the score is that instead, changed in the same way.
    /// </summary>
    /// <param name="x">The features, [N, D].</param>
    internal DeterministicScore Score(Tensor x)
    {
        var filled = WithExpectedInGaps(x);
        var head = ComputeHead(filled, x);
        var parameters = Decode(Latent.Embed(head), ConditionsOf(x)); // [N, P]
        var values = Values(filled);
        var ofRows = Likelihood.NegativeLogLikelihoodPerSlot(parameters, values); // [N, D]
        if (!ReferenceEquals(filled, x))
        {
            var isMissing = OwnSlots(x).isnan();
            values = values.masked_fill(isMissing, Held(double.NaN));
            var expected = Table!.Windows!.Filled(values, Likelihood.Mean(parameters));
            // A missing number counts as the expectation over p(x|z).
            ofRows = Likelihood
                .NegativeLogLikelihoodPerSlot(parameters, expected)
                .Plus(isMissing * Held(Table.NatsAboveMean));
        }

        var kl = DeterministicKl(head);
        if (PseudoLikelihood is { } pseudoLikelihood)
        {
            var ofHidden = pseudoLikelihood.NegativeLogLikelihoodPerSlot(this, x); // [N, D]
            var scored = WithPenalties(ofHidden, x, filled, values, kl * Held(0));
            return new(ofRows.Plus(scored - ofHidden), kl) { SlotsGivenOthers = scored };
        }

        if (Neighbors is { } neighbors)
        {
            ofRows = WithDistances(neighbors, ofRows, values, parameters);
            kl = neighbors.HasLikelihood ? kl : kl * Held(0);
        }

        return new(WithPenalties(ofRows, x, filled, values, kl), kl);
    }

    /// <summary>
    /// Returns rows whose windows have what the network expects in their gaps, given straight lines there: [N, D] -> [N, D]. Its expectation of a whole cycle is
    /// better than a line, and a window with half of a cycle on a line would be at another level.
    /// </summary>
    private Tensor WithExpectedInGaps(Tensor x) =>
        Table is { ReadsWithoutGaps: true, Windows: { } windows } && x.isnan().any().item<bool>()
            ? WithValues(x, own => windows.Filled(own, windows.AtLevelsOf(own, Likelihood.Mean(forward(x)))))
            : x;

    /// <summary>Adds what belongs to a score and not to -log p(x|z): numbers outside their ranges, broken relations, rare categories, known anomalies, and levels of windows.</summary>
    private Tensor WithPenalties(Tensor perSlot, Tensor x, Tensor filled, Tensor values, Tensor kl)
    {
        var table = Likelihood as TableLikelihood;
        perSlot = table?.WithPenalties(perSlot, values) ?? perSlot;
        perSlot = KnownAnomalies is { } known ? WithKnownAnomalies(known, perSlot, values, kl) : perSlot;
        return Table?.Windows is { } windows
            ? windows.WithPenalty(perSlot, OwnSlots(x), OwnSlots(filled), table!.ScoreSpread)
            : perSlot;
    }

    private static Tensor WithKnownAnomalies(KnownAnomalyWeights known, Tensor perSlot, Tensor values, Tensor kl)
    {
        var width = known.Width;
        var ofValues = perSlot.narrow(1, 0, width);
        var rest = perSlot.narrow(1, width, perSlot.shape[1] - width);
        var others = rest.sum([1L], keepdim: true).Plus(kl); // [N, 1]
        return cat([known.Contributions(values.narrow(1, 0, width), ofValues, others), rest], 1);
    }

    /// <summary>Adds distances to the values' part of what is computed for each slot, or replaces it. Marks of missing cells and of unseen categories do not change.</summary>
    private Tensor WithDistances(TrainingNeighbors neighbors, Tensor perSlot, Tensor values, Tensor parameters)
    {
        var width = neighbors.Width;
        var ofValues = perSlot.narrow(1, 0, width);
        if (neighbors.HasDistance)
        {
            var distances = neighbors.Contributions(
                values.narrow(1, 0, width),
                Likelihood.Mean(parameters).narrow(1, 0, width)
            );
            ofValues = neighbors.HasLikelihood ? ofValues.Plus(distances) : distances;
        }

        return cat([ofValues, perSlot.narrow(1, width, perSlot.shape[1] - width)], 1);
    }

    /// <summary>
    /// Computes log(p(x|z) p(z) / q(z|x)) of each row, [N], for one sample of z. It is the log-weight of the sample in the
    /// importance-weighted bound on log p(x) (Burda et al. 2016, eq. 8). Its mean over samples is the ELBO.
    /// </summary>
    /// <param name="head">The result of <see cref="ComputeHead"/>.</param>
    /// <param name="x">The features, [N, D].</param>
    /// <param name="noise">The noise of each row, from <see cref="LatentDistribution.DrawNoise"/>.</param>
    internal Tensor LogImportanceWeight(Tensor head, Tensor x, Tensor noise)
    {
        var z = Latent.Sample(head, noise, LatentDistribution.Exact); // [N, Z]
        return LogPriorOverPosterior(head, z) - ReconstructionPerSlot(z, x).sum(1);
    }
}
