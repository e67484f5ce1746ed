namespace VaeMlNet;

/// <summary>The activations between the layers of a network. All can be exported to ONNX.</summary>
public enum VaeActivation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x times the normal distribution function of x (Hendrycks &amp; Gimpel 2016).</summary>
    Gelu,

    /// <summary>x sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
