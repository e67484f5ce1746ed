using System.Text.Json;

namespace VaeMlNet;

/// <summary>The kinds of score that <c>VaeScore</c> computes. Both are in nats, and higher means more anomalous.</summary>
public enum VaeScoreKind
{
    /// <summary>Reconstruction error + KL divergence: the negative evidence lower bound at z = the posterior mean.</summary>
    NegativeElbo,

    /// <summary>-log p(x|z) at z = the posterior mean, summed over the slots (An and Cho 2015).</summary>
    ReconstructionError,
}

/// <summary>The outputs of scorer.onnx for a kind of score.</summary>
/// <remarks>It is in the same file as the enumeration, so that one file describes each kind of score.</remarks>
/// <param name="Kind">The kind of score.</param>
/// <param name="Tensor">The output with the score, [N, 1].</param>
/// <param name="Contributions">
/// The output with each slot's contribution to the score, [N, D]. The contributions add up to the score.
/// </param>
internal sealed record ScoreKind(VaeScoreKind Kind, string Tensor, string Contributions)
{
    /// <summary>Gets the kinds of score, one for each member of <see cref="VaeScoreKind"/>.</summary>
    public static IReadOnlyList<ScoreKind> All { get; } =
    [
        new(VaeScoreKind.NegativeElbo, GraphTensors.Score, GraphTensors.ScoreContributions),
        new(VaeScoreKind.ReconstructionError, GraphTensors.ReconstructionError, GraphTensors.Contributions),
    ];

    /// <summary>Gets the outputs of scorer.onnx in order, and whether each has a number for each slot.</summary>
    public static IReadOnlyList<(string Name, bool IsPerSlot)> Outputs { get; } =
    [
        (GraphTensors.Score, false),
        (GraphTensors.ReconstructionError, false),
        (GraphTensors.Kl, false),
        (GraphTensors.Contributions, true),
        (GraphTensors.ScoreContributions, true),
    ];

    /// <summary>Gets the name in manifest.json and calibration.json, such as <c>negative_elbo</c>.</summary>
    public string Name { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(Kind.ToString());

    /// <exception cref="ArgumentOutOfRangeException">The kind does not exist.</exception>
    public static ScoreKind Get(VaeScoreKind kind) =>
        All.FirstOrDefault(k => k.Kind == kind)
        ?? throw new ArgumentOutOfRangeException(
            nameof(kind),
            kind,
            $"VaeScoreOptions.Kind is no kind of score. Pass {string.Join(" or ", All.Select(k => k.Kind))}."
        );
}
