namespace VaeMlNet;

/// <summary>The ways to compute gradients in training.</summary>
public enum VaeGradients
{
    /// <summary>
    /// Manual backpropagation if possible, otherwise autograd. Manual backpropagation supports fully connected and
    /// convolutional networks of linear layers and convolutions with ReLU, hyperbolic tangent, sigmoid or SiLU, without normalization. It needs
    /// Gaussian latents with the prior N(0, I). It supports all likelihoods, but no labels and no free bits, and conditions only
    /// in fully connected networks. It divides the rows of a batch among <c>torch.get_num_threads()</c> threads, with at least 32 rows and 20 million operations each.
    /// </summary>
    Auto,

    /// <summary>Always TorchSharp's autograd.</summary>
    Autograd,
}
