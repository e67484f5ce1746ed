namespace VaeMlNet;

/// <summary>
/// The negative evidence lower bound with one sample of z for each row, -E[log p(x|z)] + Beta * KL(q(z|x) || p(z)) (Kingma &amp; Welling
/// 2014, eq. 3; Higgins et al. 2017, eq. 4).
/// </summary>
public sealed record ElboObjectiveOptions : VaeObjectiveOptions
{
    internal override void Check(VaeTrainerOptions options) { }
}
