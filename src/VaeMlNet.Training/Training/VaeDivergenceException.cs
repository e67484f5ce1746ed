namespace VaeMlNet;

/// <summary>
/// The exception that is thrown if training stops because its loss is not finite. The message says where and why, and what to
/// do next.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class VaeDivergenceException : InvalidOperationException
{
    internal VaeDivergenceException(string message)
        : base(message) { }

    /// <summary>Gets the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>
    /// Gets the number of the step within the epoch, from 1; null if the loss was computed after the last step.
    /// </summary>
    public int? Batch { get; init; }

    /// <summary>Gets the loss. At least one of its terms is not finite.</summary>
    public required VaeLoss Loss { get; init; }

    /// <summary>Gets the largest absolute feature in the batch; null if the loss was computed after the last step.</summary>
    public double? LargestFeature { get; init; }

    /// <summary>Gets the folder of the checkpoint with the last good weights; null if there is none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Gets the epoch whose weights <see cref="CheckpointFolder"/> contains; null if there is none.</summary>
    public int? CheckpointEpoch { get; init; }
}
