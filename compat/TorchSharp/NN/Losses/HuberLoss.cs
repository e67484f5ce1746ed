using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Squared error below delta, delta times the absolute error above.</summary>
        public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
        {
            internal HuberLoss(double delta, nn.Reduction reduction)
                : base(reduction)
            {
                this.delta = delta;
            }

            public double delta { get; }

            public override Tensor forward(Tensor input, Tensor target) =>
                nn.functional.huber_loss(input, target, delta, reduction);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static HuberLoss HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                new(delta, reduction);
        }
    }
}
