namespace VaeMlNet;

/// <summary>The ways to compute gradients in training.</summary>
public enum VaeGradients
{
    /// <summary>
    /// Manual backpropagation if possible, otherwise autograd. Manual backpropagation supports fully connected and
    /// convolutional networks of linear layers and convolutions with ReLU, hyperbolic tangent, sigmoid or SiLU, without normalization. It needs
    /// Gaussian latents with the prior N(0, I), and Bernoulli, Gaussian, Student's t, categorical, Poisson or log-normal likelihoods, or bins, for features or
    /// for all columns of a table. It does not support labels, free bits, capacity, or conditional priors. It divides the rows of a batch among
    /// <c>torch.get_num_threads()</c> threads, with at least 32 rows and 20 million operations each.
    /// </summary>
    Auto,

    /// <summary>Always TorchSharp's autograd.</summary>
    Autograd,
}
