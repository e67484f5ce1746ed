namespace VaeMlNet;

/// <summary>The rule by which gradients change the weights.</summary>
public enum VaeOptimizerKind
{
    /// <summary>Adam with decay rates 0.9 and 0.999 (Kingma &amp; Ba 2015); weight decay adds to the gradient.</summary>
    Adam,

    /// <summary>Adam whose weight decay acts apart from the gradient (Loshchilov &amp; Hutter 2019).</summary>
    AdamW,

    /// <summary>RMSProp with smoothing 0.99 (Hinton 2012, lecture 6e).</summary>
    RmsProp,

    /// <summary>Stochastic gradient descent; needs a larger learning rate than the others, 0.01 and more.</summary>
    Sgd,
}
