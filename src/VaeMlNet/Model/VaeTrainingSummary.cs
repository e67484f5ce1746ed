using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The settings and the results of a model's training.</summary>
/// <remarks>
/// Losses are means over rows, in nats, on validation data when there was any, else on the training data of the last epoch.
/// Immutable, hence safe to use from several threads.
/// </remarks>
public sealed record VaeTrainingSummary
{
    /// <summary>Number of training rows, without <see cref="RemovedRows"/>.</summary>
    public required long Rows { get; init; }

    /// <summary>Number of rows that were left out before training because they lay too far out. Default: 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long RemovedRows { get; init; }

    /// <summary>Number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Rows per gradient step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate at the start.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Optimizer, such as <c>adam</c>.</summary>
    public required string Optimizer { get; init; }

    /// <summary>Weight of the KL term in the loss (Higgins et al. 2017).</summary>
    public required double Beta { get; init; }

    /// <summary>Seed that all randomness of the training came from.</summary>
    public required long Seed { get; init; }

    /// <summary>Duration of the training in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Number of validation rows; 0 when there were none.</summary>
    public required long ValidationRows { get; init; }

    /// <summary><see cref="Reconstruction"/> + <see cref="Beta"/> * <see cref="Kl"/>, nats per row.</summary>
    public required double Loss { get; init; }

    /// <summary>Negative log-likelihood of the row given its latent, nats per row.</summary>
    public required double Reconstruction { get; init; }

    /// <summary>KL divergence of the posterior from the prior, nats per row.</summary>
    public required double Kl { get; init; }
}
