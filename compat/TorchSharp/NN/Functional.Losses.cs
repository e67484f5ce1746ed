using System;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public enum Reduction : long
            {
                None = 0,
                Mean = 1,
                Sum = 2,
            }

            // Losses as functions.
            public static partial class functional
            {
                public static Tensor binary_cross_entropy(
                    Tensor input,
                    Tensor target,
                    Tensor weight = null,
                    Reduction reduction = Reduction.Mean
                ) => Aten.One("binary_cross_entropy", input, target, weight, (long)reduction);

                public static Tensor binary_cross_entropy_with_logits(
                    Tensor input,
                    Tensor target,
                    Tensor weight = null,
                    Reduction reduction = Reduction.Mean,
                    Tensor pos_weights = null
                ) => Aten.One("binary_cross_entropy_with_logits", input, target, weight, pos_weights, (long)reduction);

                public static Tensor cross_entropy(
                    Tensor input,
                    Tensor target,
                    Tensor weight = null,
                    long ignore_index = -100,
                    Reduction reduction = Reduction.Mean,
                    double label_smoothing = 0.0
                ) =>
                    Aten.One(
                        "cross_entropy_loss",
                        input,
                        target,
                        weight,
                        (long)reduction,
                        ignore_index,
                        label_smoothing
                    );

                public static Tensor nll_loss(
                    Tensor input,
                    Tensor target,
                    Tensor weight = null,
                    Reduction reduction = Reduction.Mean
                ) => Aten.One("nll_loss_nd", input, target, weight, (long)reduction);

                public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.One("mse_loss", input, target, (long)reduction);

                public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.One("l1_loss", input, target, (long)reduction);

                public static Tensor smooth_l1_loss(
                    Tensor input,
                    Tensor target,
                    Reduction reduction = Reduction.Mean,
                    double beta = 1.0
                ) => Aten.One("smooth_l1_loss", input, target, (long)reduction, beta);

                public static Tensor huber_loss(
                    Tensor input,
                    Tensor target,
                    double delta = 1.0,
                    Reduction reduction = Reduction.Mean
                ) => Aten.One("huber_loss", input, target, (long)reduction, delta);

                public static Tensor gaussian_nll_loss(
                    Tensor input,
                    Tensor target,
                    Tensor variance,
                    bool full = false,
                    float eps = 1E-06f,
                    Reduction reduction = Reduction.Mean
                )
                {
                    using DisposeScope scope = NewDisposeScope();
                    // The bound on the variance passes the gradient through.
                    Tensor bounded = variance.clone();
                    using (no_grad())
                        bounded.clamp_min_(eps);
                    Tensor loss = 0.5 * (bounded.log() + (input - target).square() / bounded);
                    if (full)
                        loss += 0.5 * Math.Log(2 * Math.PI);
                    return Reduce(loss, reduction).MoveToOuterDisposeScope();
                }

                private static Tensor Reduce(Tensor loss, Reduction reduction) =>
                    reduction switch
                    {
                        Reduction.Mean => loss.mean(),
                        Reduction.Sum => loss.sum(),
                        _ => loss,
                    };
            }
        }
    }
}
