namespace VaeMlNet.Benchmarks;

/// <summary>What a contestant came to.</summary>
/// <param name="Role">What it stands for.</param>
/// <param name="Contestant">Name and the rest.</param>
/// <param name="Facts">What its process says of itself.</param>
/// <param name="EpochCount">The epochs that it trained, those to warm up included.</param>
/// <param name="LastLoss">The mean loss over the rows of the last epoch, in nats; 0 where nothing is trained.</param>
internal sealed record TrainedContestant(
    ContestantRole Role,
    Contestant Contestant,
    ChildFacts Facts,
    int EpochCount,
    double LastLoss
);
