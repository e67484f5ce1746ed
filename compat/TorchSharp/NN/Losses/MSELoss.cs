using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Squared error.</summary>
        public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
        {
            internal MSELoss(nn.Reduction reduction)
                : base(reduction) { }

            public override Tensor forward(Tensor input, Tensor target) =>
                nn.functional.mse_loss(input, target, reduction);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
        }
    }
}
