using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The settings and the results of a model's training.</summary>
/// <remarks>
/// Losses are means over rows, in nats. They are measured on the validation data or, without any, on the training data of the
/// last epoch. Thread safety: immutable.
/// </remarks>
public sealed record VaeTrainingSummary
{
    /// <summary>Gets the number of training rows.</summary>
    public required long Rows { get; init; }

    /// <summary>
    /// Gets the number of rows with labels that the training used. Known anomalies are not among <see cref="Rows"/>, other labeled rows are.
    /// Default: 0, which means no labels.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LabeledRows { get; init; }

    /// <summary>
    /// Gets the score in nats above which scores are logarithmic; null if none are. Scores that learned from known anomalies are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LogarithmicAbove { get; init; }

    /// <summary>Gets the number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Gets the number of rows per gradient step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Gets the learning rate at the start.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Gets the optimizer, such as <c>adam</c>.</summary>
    public required string Optimizer { get; init; }

    /// <summary>Gets the weight of the KL term in the loss (Higgins et al. 2017).</summary>
    public required double Beta { get; init; }

    /// <summary>
    /// Gets the largest probability with which the training hid cells of a row; null if it hid none. With a value of 1, the model predicts
    /// each cell from any number of other cells.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HiddenCells { get; init; }

    /// <summary>Gets the seed of all randomness in the training.</summary>
    public required long Seed { get; init; }

    /// <summary>Gets the duration of the training in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Gets the number of validation rows; 0 without validation data.</summary>
    public required long ValidationRows { get; init; }

    /// <summary>Gets <see cref="Reconstruction"/> + <see cref="Beta"/> * <see cref="Kl"/>, in nats per row.</summary>
    public required double Loss { get; init; }

    /// <summary>Gets the negative log-likelihood of a row given its latents, in nats per row.</summary>
    public required double Reconstruction { get; init; }

    /// <summary>Gets the KL divergence of the posterior from the prior, in nats per row.</summary>
    public required double Kl { get; init; }

    /// <summary>
    /// Gets the error of the decoded values in relation to that of the mean of each column, as the root of the mean over columns of the ratio of
    /// squared errors: 0 for exact reconstructions, and about 1 if the latents tell nothing. For categories, the errors are those of their
    /// probabilities. Null if no column varies, and for baselines.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RelativeError { get; init; }

    /// <summary>Gets how the training ended; null for baselines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VaeConvergence? Convergence { get; init; }
}
