namespace VaeMlNet;

/// <summary>The activations between the layers of a network. All can be exported to ONNX.</summary>
public enum VaeActivation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x where positive, otherwise x / 100.</summary>
    LeakyRelu,

    /// <summary>x where positive, otherwise exp(x) - 1.</summary>
    Elu,

    /// <summary>ELU scaled so that layers keep mean 0 and variance 1 (Klambauer et al. 2017).</summary>
    Selu,

    /// <summary>x times the normal distribution function of x (Hendrycks &amp; Gimpel 2016).</summary>
    Gelu,

    /// <summary>x sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus,
}
