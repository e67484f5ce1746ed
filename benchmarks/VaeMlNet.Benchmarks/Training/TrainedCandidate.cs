namespace VaeMlNet.Benchmarks;

/// <summary>The result of a training candidate.</summary>
/// <param name="Role">The role.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Facts">The facts that its process reported.</param>
/// <param name="EpochCount">The number of trained epochs, including those for warming up.</param>
/// <param name="LastLoss">The mean loss over the rows of the last epoch, in nats; 0 if nothing is trained.</param>
internal sealed record TrainedCandidate(
    CandidateRole Role,
    Candidate Candidate,
    ChildFacts Facts,
    int EpochCount,
    double LastLoss
);
