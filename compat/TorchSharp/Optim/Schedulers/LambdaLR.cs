using System;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static partial class lr_scheduler
            {
                public static partial class impl
                {
                    /// <summary>The initial rate times a function of the epoch.</summary>
                    public class LambdaLR : LRScheduler
                    {
                        private readonly Func<int, double> lr_lambda;

                        public LambdaLR(
                            Optimizer optimizer,
                            Func<int, double> lr_lambda,
                            int last_epoch = -1,
                            bool verbose = false
                        )
                            : base(optimizer, last_epoch, verbose)
                        {
                            this.lr_lambda = lr_lambda;
                            step();
                        }

                        protected override IEnumerable<double> get_lr() =>
                            BaseRates.Select(rate => rate * lr_lambda(Epoch));
                    }
                }

                public static LRScheduler LambdaLR(
                    Optimizer optimizer,
                    Func<int, double> lr_lambda,
                    int last_epoch = -1,
                    bool verbose = false
                ) => new impl.LambdaLR(optimizer, lr_lambda, last_epoch, verbose);
            }
        }
    }
}
