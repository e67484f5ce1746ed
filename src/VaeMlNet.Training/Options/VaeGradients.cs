namespace VaeMlNet;

/// <summary>The ways to compute gradients in training.</summary>
public enum VaeGradients
{
    /// <summary>
    /// Written out, where that is known: for fully connected and convolutional networks of linear layers and convolutions
    /// with ReLU, hyperbolic tangent or sigmoid between them, without normalization or dropout, with Gaussian latents and
    /// a Bernoulli likelihood, and without weights of rows, trimming or free bits. These steps share out the rows of a
    /// batch among as many threads as <c>torch.get_num_threads()</c> says, at least 32 rows each. By autograd for
    /// everything else.
    /// </summary>
    Auto,

    /// <summary>By TorchSharp's autograd always.</summary>
    Autograd,
}
