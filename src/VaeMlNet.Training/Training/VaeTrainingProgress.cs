namespace VaeMlNet;

/// <summary>The progress of training. Reported several times per epoch, on the training thread.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="EpochCount">The number of epochs there will be.</param>
/// <param name="RowsDone">The rows of this epoch that have been trained on.</param>
/// <param name="RowCount">The rows of an epoch.</param>
/// <param name="Loss">The mean loss over the rows done in this epoch.</param>
/// <param name="CompletedEpoch">The epoch's result in its last report; otherwise null.</param>
public sealed record VaeTrainingProgress(
    int Epoch,
    int EpochCount,
    long RowsDone,
    long RowCount,
    VaeLoss? Loss,
    VaeEpoch? CompletedEpoch
);
