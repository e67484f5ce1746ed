namespace VaeMlNet;

/// <summary>The scores of <c>VaeScore</c>. Both are in nats, and higher means more anomalous.</summary>
public enum VaeScoreKind
{
    /// <summary>Reconstruction error + KL divergence: the negative evidence lower bound at z = posterior mean.</summary>
    NegativeElbo,

    /// <summary>-log p(x|z) at z = posterior mean, summed over the slots (An and Cho 2015).</summary>
    ReconstructionError,
}
