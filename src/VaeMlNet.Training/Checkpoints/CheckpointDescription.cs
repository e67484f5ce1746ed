namespace VaeMlNet;

/// <summary>The contents of checkpoint.json: everything about a <see cref="TrainedVae"/> except the weights.</summary>
internal sealed record CheckpointDescription
{
    /// <summary>The format version that this code writes and reads.</summary>
    public const int CurrentFormatVersion = 2;

    public required int FormatVersion { get; init; }

    public required int InputDim { get; init; }

    public required string FeatureColumnName { get; init; }

    /// <summary>Gets the columns of a table model; null for a model of features.</summary>
    public Table? Table { get; init; }

    /// <summary>Gets the conditions of a conditional model; null for others.</summary>
    public Conditions? Conditions { get; init; }

    /// <summary>Gets the label column that is one of the latents; null for none.</summary>
    public TableColumn? Label { get; init; }

    public required VaeTrainerOptions Options { get; init; }

    public required IReadOnlyList<VaeEpoch> History { get; init; }

    public required TrainingDataSummary TrainingData { get; init; }

    /// <summary>Gets the SHA-256 of the weights, in lower-case hex. The name of their file contains it.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Gets the state that training needs to continue; null for a model that was saved without it.</summary>
    public ResumeState? Resume { get; init; }
}
