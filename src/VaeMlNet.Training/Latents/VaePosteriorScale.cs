namespace VaeMlNet;

/// <summary>The meaning of the network's outputs for the scale of a Gaussian posterior.</summary>
public enum VaePosteriorScale
{
    /// <summary>Log-variances, the usual choice (Kingma &amp; Welling 2014, App. C.2).</summary>
    LogVariance,

    /// <summary>
    /// Inverse softplus of the standard deviations: sigma = softplus(s) + 0.0001. It grows only linearly, whereas the
    /// exponential of a log-variance can overflow. The lower bound keeps log(sigma) finite.
    /// </summary>
    Softplus,
}
