using System.Text.Json;

namespace VaeMlNet;

/// <summary>The kinds of score that <c>VaeScore</c> computes. All are in nats, and higher means more anomalous.</summary>
public enum VaeScoreKind
{
    /// <summary>
    /// Reconstruction error + KL divergence: the negative evidence lower bound at z = the posterior mean. For models of tables that learned to fill
    /// hidden cells, minus the logarithm of the pseudo-likelihood: the sum of -log p(cell | the other cells of the row) (Besag 1975).
    /// </summary>
    NegativeElbo,

    /// <summary>-log p(x|z) at z = the posterior mean, summed over the slots (An and Cho 2015).</summary>
    /// <remarks>
    /// Detectors of normal rows have their distances in it, added or instead (<see cref="VaeNormalRows.Score"/>). Scores that learned from known
    /// anomalies (<see cref="VaeTrainingSummary.LogarithmicAbove"/>) differ from -log p(x|z) by all that was learned.
    /// </remarks>
    ReconstructionError,

    /// <summary>
    /// An estimate of -log p(x) from several samples of z, weighted by importance (Burda et al. 2016, eq. 8). On average it is too high, by less
    /// with each further sample.
    /// </summary>
    /// <remarks>
    /// It takes one run of the decoder for each sample, so that it is much slower than the other kinds. The seed and the values of a row decide
    /// its random numbers, so that equal rows have equal scores. Thresholds, p-values, contributions and saved pipelines are limited: see <see
    /// cref="VaeScoreOptions"/>. Models whose <see cref="ReconstructionError"/> is not -log p(x|z), with distances to normal rows or known anomalies, are
    /// refused.
    /// </remarks>
    MarginalLikelihood,
}

/// <summary>The outputs of scorer.onnx for a kind of score, or the name of a score that is computed from samples.</summary>
/// <remarks>It is in the same file as the enumeration, so that one file describes each kind of score.</remarks>
/// <param name="Kind">The kind of score.</param>
/// <param name="Tensor">The output with the score, [N, 1].</param>
/// <param name="Contributions">
/// The output with each slot's contribution to the score, [N, D]. The contributions add up to the score. Null for none.
/// </param>
internal sealed record ScoreKind(VaeScoreKind Kind, string Tensor, string? Contributions)
{
    public const string ScoreTensor = "score";
    public const string ReconstructionErrorTensor = "reconstruction_error";
    public const string KlTensor = "kl";
    public const string ContributionsTensor = "contributions";
    public const string ScoreContributionsTensor = "score_contributions";

    // No graph computes it.
    private const string NegativeLogLikelihoodTensor = "negative_log_likelihood";

    /// <summary>Gets the kinds of score that scorer.onnx computes.</summary>
    public static IReadOnlyList<ScoreKind> All { get; } =
    [
        new(VaeScoreKind.NegativeElbo, ScoreTensor, ScoreContributionsTensor),
        new(VaeScoreKind.ReconstructionError, ReconstructionErrorTensor, ContributionsTensor),
    ];

    /// <summary>Gets the kind of score that encoder.onnx and decoder.onnx compute together from samples.</summary>
    public static ScoreKind Sampled { get; } =
        new(VaeScoreKind.MarginalLikelihood, NegativeLogLikelihoodTensor, Contributions: null);

    /// <summary>Gets the outputs of scorer.onnx in order, and whether each has a number for each slot.</summary>
    public static IReadOnlyList<(string Name, bool IsPerSlot)> Outputs { get; } =
    [
        (ScoreTensor, false),
        (ReconstructionErrorTensor, false),
        (KlTensor, false),
        (ContributionsTensor, true),
        (ScoreContributionsTensor, true),
    ];

    /// <summary>Gets the name in manifest.json and calibration.json, such as <c>negative_elbo</c>.</summary>
    public string Name { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(Kind.ToString());

    /// <summary>
    /// Returns the output of scorer.onnx with what slots contribute by themselves to the score. Where training hid cells, the score is no sum with
    /// <see cref="ContributionsTensor"/>, which are those of cells that the encoder saw.
    /// </summary>
    public static string OwnContributions(VaeManifest manifest) =>
        OwnContributions(hidCells: manifest.Training.HiddenCells is not null);

    public static string OwnContributions(bool hidCells) => hidCells ? ScoreContributionsTensor : ContributionsTensor;

    /// <summary>
    /// Returns whether <see cref="ReconstructionErrorTensor"/> is not -log p(x|z) with penalties, because training replaced it by distances or let labels
    /// change it.
    /// </summary>
    public static bool ChangesReconstructionErrors(VaeManifest manifest) =>
        manifest
            is { NormalRows.Score: VaeNormalRows.OfDistance or VaeNormalRows.OfBoth }
                or { Training.LogarithmicAbove: not null };

    public static ScoreKind Get(VaeScoreKind kind) =>
        All.Append(Sampled).FirstOrDefault(k => k.Kind == kind)
        ?? throw new ArgumentOutOfRangeException(
            nameof(kind),
            kind,
            $"VaeScoreOptions.Kind is no kind of score. Pass {string.Join(" or ", All.Append(Sampled).Select(k => k.Kind))}."
        );
}
