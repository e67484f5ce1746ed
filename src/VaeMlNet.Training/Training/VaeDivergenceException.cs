namespace VaeMlNet;

/// <summary>Training stopped because its loss is no longer a number. The message says where, why, and what to do.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class VaeDivergenceException : InvalidOperationException
{
    internal VaeDivergenceException(string message)
        : base(message) { }

    /// <summary>Gets the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Gets the step within the epoch, from 1; null when it was noticed after the last.</summary>
    public int? Batch { get; init; }

    /// <summary>Gets the loss whose terms, or one of them, are not finite.</summary>
    public required VaeLoss Loss { get; init; }

    /// <summary>Gets the largest absolute feature in the batch; null when it was noticed after the last step.</summary>
    public double? LargestFeature { get; init; }

    /// <summary>Gets the folder of the checkpoint with the last good weights; null when none was written.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Gets the epoch after which the weights in <see cref="CheckpointFolder"/> were taken; null without.</summary>
    public int? CheckpointEpoch { get; init; }
}
