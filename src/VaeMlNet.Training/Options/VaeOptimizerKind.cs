namespace VaeMlNet;

/// <summary>The rule by which gradients change the weights.</summary>
public enum VaeOptimizerKind
{
    /// <summary>Adam with decay rates 0.9 and 0.999 (Kingma &amp; Ba 2015). Weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam with weight decay separate from the gradient (Loshchilov &amp; Hutter 2019).</summary>
    AdamW,

    /// <summary>RMSProp with smoothing 0.99 (Hinton 2012, lecture 6e).</summary>
    RmsProp,

    /// <summary>Stochastic gradient descent. It needs a larger learning rate than the others, 0.01 and more.</summary>
    Sgd,
}
