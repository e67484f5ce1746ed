using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Cross entropy of logits and class indices.</summary>
        public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
        {
            internal CrossEntropyLoss(Tensor weight, long? ignore_index, nn.Reduction reduction)
                : base(weight, reduction)
            {
                this.ignore_index = ignore_index;
            }

            public long? ignore_index { get; }

            public override Tensor forward(Tensor input, Tensor target) =>
                nn.functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static CrossEntropyLoss CrossEntropyLoss(
                Tensor weight = null,
                long? ignore_index = null,
                Reduction reduction = Reduction.Mean
            ) => new(weight, ignore_index, reduction);
        }
    }
}
