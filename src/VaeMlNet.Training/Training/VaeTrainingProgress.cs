namespace VaeMlNet;

/// <summary>The progress of training, which is reported several times per epoch on the training thread.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Epoch">The number of the current epoch, from 1.</param>
/// <param name="EpochCount">The total number of epochs.</param>
/// <param name="RowsDone">The number of rows that this epoch has processed.</param>
/// <param name="RowCount">The number of rows of an epoch.</param>
/// <param name="Loss">The mean loss over the processed rows of this epoch.</param>
/// <param name="CompletedEpoch">The result of the epoch in its last report; otherwise null.</param>
public sealed record VaeTrainingProgress(
    int Epoch,
    int EpochCount,
    long RowsDone,
    long RowCount,
    VaeLoss? Loss,
    VaeEpoch? CompletedEpoch
);
