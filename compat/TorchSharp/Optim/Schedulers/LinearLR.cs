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
                    /// <summary>Moves the rate linearly from start_factor to end_factor times the initial one.</summary>
                    public class LinearLR : LRScheduler
                    {
                        private readonly double start_factor;
                        private readonly double end_factor;
                        private readonly int total_iters;

                        public LinearLR(
                            Optimizer optimizer,
                            double start_factor = 1.0 / 3,
                            double end_factor = 1.0,
                            int total_iters = 5,
                            int last_epoch = -1,
                            bool verbose = false
                        )
                            : base(optimizer, last_epoch, verbose)
                        {
                            this.start_factor = start_factor;
                            this.end_factor = end_factor;
                            this.total_iters = total_iters;
                            step();
                        }

                        protected override IEnumerable<double> get_lr() =>
                            Epoch == 0 ? Rates.Select(rate => rate * start_factor)
                            : Epoch > total_iters ? Rates
                            : Rates.Select(rate =>
                                rate
                                * (
                                    1
                                    + (
                                        (end_factor - start_factor)
                                        / ((total_iters * start_factor) + ((Epoch - 1) * (end_factor - start_factor)))
                                    )
                                )
                            );

                        protected override IEnumerable<double> get_closed_form_lr() =>
                            BaseRates.Select(rate =>
                                rate
                                * (
                                    start_factor
                                    + ((end_factor - start_factor) * Math.Min(total_iters, Epoch) / total_iters)
                                )
                            );
                    }
                }

                public static LRScheduler LinearLR(
                    Optimizer optimizer,
                    double start_factor = 1.0 / 3,
                    double end_factor = 1.0,
                    int total_iters = 5,
                    int last_epoch = -1,
                    bool verbose = false
                ) => new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch, verbose);
            }
        }
    }
}
