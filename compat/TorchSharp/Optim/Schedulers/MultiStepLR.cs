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
                    /// <summary>Multiplies the rate by gamma at each milestone.</summary>
                    public class MultiStepLR : LRScheduler
                    {
                        private readonly IList<int> milestones;
                        private readonly double gamma;

                        public MultiStepLR(
                            Optimizer optimizer,
                            IList<int> milestones,
                            double gamma = 0.1,
                            int last_epoch = -1,
                            bool verbose = false
                        )
                            : base(optimizer, last_epoch, verbose)
                        {
                            this.milestones = milestones;
                            this.gamma = gamma;
                            step();
                        }

                        protected override IEnumerable<double> get_lr() =>
                            milestones.Contains(Epoch) ? Rates.Select(rate => rate * gamma) : Rates;

                        protected override IEnumerable<double> get_closed_form_lr() =>
                            BaseRates.Select(rate =>
                                rate * Math.Pow(gamma, milestones.Distinct().Count(milestone => milestone <= Epoch))
                            );
                    }
                }

                public static LRScheduler MultiStepLR(
                    Optimizer optimizer,
                    IList<int> milestones,
                    double gamma = 0.1,
                    int last_epoch = -1,
                    bool verbose = false
                ) => new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch, verbose);
            }
        }
    }
}
