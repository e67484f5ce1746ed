using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>The learning rate of a parameter group, which schedulers change.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        /// <summary>Changes parameters by their gradients. The parameters belong to their modules.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected readonly Parameter[] Targets;
            private protected readonly OptimizerOptions Options;

            private protected Optimizer(IEnumerable<Parameter> parameters, OptimizerOptions options)
            {
                Targets = parameters.ToArray();
                Options = options;
                ParamGroups = [new ParamGroup(options)];
            }

            public virtual IEnumerable<ILearningRateController> ParamGroups { get; }

            public virtual IEnumerable<Parameter> parameters() => Targets;

            public virtual void zero_grad()
            {
                foreach (var parameter in Targets)
                {
                    nn.Module.ZeroGrad(parameter, setToNone: false);
                }
            }

            public virtual Tensor step(Func<Tensor> closure = null) => throw new NotImplementedException();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) { }

            public class StateDictionary
            {
                internal StateDictionary(OptimizerOptions options, IEnumerable<OptimizerState> states)
                {
                    Options = [options];
                    State = states.ToList();
                }

                public List<OptimizerOptions> Options { get; }

                public List<OptimizerState> State { get; }
            }

            private sealed class ParamGroup(OptimizerOptions options) : ILearningRateController
            {
                public double LearningRate
                {
                    get => options.LearningRate;
                    set => options.LearningRate = value;
                }

                public double InitialLearningRate
                {
                    get => options.InitialLearningRate;
                    set => options.InitialLearningRate = value;
                }
            }
        }
    }
}
