namespace VaeMlNet;

/// <summary>The ways to compute gradients in training.</summary>
public enum VaeGradients
{
    /// <summary>
    /// Manual backpropagation if possible, otherwise autograd. Manual backpropagation supports fully connected and
    /// convolutional networks of linear layers and convolutions with ReLU, hyperbolic tangent or sigmoid, without normalization
    /// or dropout. It needs Gaussian latents with the prior N(0, I), a Bernoulli, Poisson or fixed-scale Gaussian likelihood, and features
    /// instead of a table, without row weights, trimming or free bits. It divides the rows of a batch among
    /// <c>torch.get_num_threads()</c> threads, with at least 32 rows each.
    /// </summary>
    Auto,

    /// <summary>Always TorchSharp's autograd.</summary>
    Autograd,
}
