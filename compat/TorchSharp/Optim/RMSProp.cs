using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Gradients over the root of their running mean square.</summary>
        public class RMSProp : OptimizerHelper, optim.IMomentum
        {
            public RMSProp(
                IEnumerable<Parameter> parameters,
                double lr = 0.001,
                double alpha = 0.99,
                double eps = 1e-8,
                double weight_decay = 0,
                double momentum = 0,
                bool centered = false,
                bool maximize = false
            )
                : this(
                    [new ParamGroup { Parameters = parameters }],
                    lr,
                    alpha,
                    eps,
                    weight_decay,
                    momentum,
                    centered,
                    maximize
                ) { }

            public RMSProp(
                IEnumerable<ParamGroup> parameters,
                double lr = 0.001,
                double alpha = 0.99,
                double eps = 1e-8,
                double weight_decay = 0,
                double momentum = 0,
                bool centered = false,
                bool maximize = false
            )
            {
                if (lr < 0)
                    throw new ArgumentException($"Invalid learning rate: {lr}");
                if (eps < 0)
                    throw new ArgumentException($"Invalid ε: {eps}");
                if (alpha < 0)
                    throw new ArgumentException($"Invalid alpha: {alpha}");
                if (momentum < 0)
                    throw new ArgumentException($"Invalid momentum value: {momentum}");
                if (weight_decay < 0)
                    throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
                _defaults = new Options
                {
                    LearningRate = lr,
                    InitialLearningRate = lr,
                    alpha = alpha,
                    eps = eps,
                    weight_decay = weight_decay,
                    momentum = momentum,
                    centered = centered,
                    maximize = maximize,
                };
                foreach (ParamGroup group in parameters)
                    add_param_group(group);
            }

            public double Momentum
            {
                get => ((Options)_defaults).momentum.Value;
                set => ((Options)_defaults).momentum = value;
            }

            public override void add_param_group(Modules.ParamGroup param_group)
            {
                var defaults = (Options)_defaults;
                Options options = OptionsOf<Options>(param_group);
                options.alpha ??= defaults.alpha;
                options.eps ??= defaults.eps;
                options.weight_decay ??= defaults.weight_decay;
                options.momentum ??= defaults.momentum;
                options.centered ??= defaults.centered;
                options.maximize ??= defaults.maximize;
                base.add_param_group(param_group);
            }

            public override Tensor step(Func<Tensor> closure = null) =>
                _step<Modules.ParamGroup>(
                    group =>
                    {
                        foreach (Parameter parameter in group.Parameters)
                            Update(parameter, (State)_state[parameter.Handle], (Options)group.Options);
                    },
                    closure
                );

            private static void Update(Parameter parameter, State state, Options options)
            {
                Tensor grad = parameter.grad;
                if (grad is null)
                    return;
                if (options.maximize == true)
                    grad = -grad;
                state.step++;
                if (options.weight_decay != 0)
                    grad = grad.add(parameter, alpha: options.weight_decay.Value);
                double alpha = options.alpha.Value;
                state.square_avg.mul_(alpha).addcmul_(grad, grad, 1 - alpha);
                Tensor average = state.square_avg;
                if (options.centered == true)
                {
                    state.grad_avg.mul_(alpha).add_(grad, alpha: 1 - alpha);
                    average = average.addcmul(state.grad_avg, state.grad_avg, -1);
                }
                average = average.sqrt().add_(options.eps.Value);
                double rate = options.LearningRate.Value;
                if (options.momentum > 0)
                {
                    state.momentum_buffer.mul_(options.momentum.Value).addcdiv_(grad, average);
                    parameter.add_(state.momentum_buffer, alpha: -rate);
                }
                else
                {
                    parameter.addcdiv_(grad, average, -rate);
                }
            }

            private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

            public sealed class State : OptimizerState, IDisposable
            {
                public long step;
                public Tensor square_avg;
                public Tensor momentum_buffer;
                public Tensor grad_avg;

                public State(Parameter parameter)
                    : base(parameter) { }

                public override void Initialize(OptimizerOptions options)
                {
                    step = 0;
                    square_avg = Zeros();
                    grad_avg = Zeros();
                    momentum_buffer = Zeros();
                }

                public void Dispose()
                {
                    square_avg?.Dispose();
                    momentum_buffer?.Dispose();
                    grad_avg?.Dispose();
                }

                public override void SaveStateDict(BinaryWriter writer)
                {
                    writer.Write(step);
                    square_avg.Save(writer);
                    SaveConditionalStateTensor(writer, momentum_buffer);
                    SaveConditionalStateTensor(writer, grad_avg);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    step = reader.ReadInt64();
                    square_avg.Load(reader);
                    LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);
                    LoadConditionalStateTensor(reader, ref grad_avg, _parameter.device);
                }

                public override void LoadStateDict(OptimizerState source)
                {
                    var other = (State)source;
                    Dispose();
                    step = other.step;
                    square_avg = Copy(other.square_avg);
                    momentum_buffer = Copy(other.momentum_buffer);
                    grad_avg = Copy(other.grad_avg);
                }
            }

            public class Options : OptimizerOptions
            {
                public bool? maximize;
                public double? momentum;
                public double? alpha;
                public double? eps;
                public double? weight_decay;
                public bool? centered;

                public override void SaveStateDict(BinaryWriter writer)
                {
                    base.SaveStateDict(writer);
                    writer.Write(maximize.Value);
                    writer.Write(momentum.Value);
                    writer.Write(alpha.Value);
                    writer.Write(eps.Value);
                    writer.Write(weight_decay.Value);
                    writer.Write(centered.Value);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    base.LoadStateDict(reader);
                    maximize = reader.ReadBoolean();
                    momentum = reader.ReadDouble();
                    alpha = reader.ReadDouble();
                    eps = reader.ReadDouble();
                    weight_decay = reader.ReadDouble();
                    centered = reader.ReadBoolean();
                }

                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    (maximize, momentum, alpha) = (other.maximize, other.momentum, other.alpha);
                    (eps, weight_decay, centered) = (other.eps, other.weight_decay, other.centered);
                }
            }

            public class ParamGroup : ParamGroup<Options>, optim.IMomentum
            {
                public ParamGroup() { }

                public double Momentum
                {
                    get => Options.momentum.Value;
                    set => Options.momentum = value;
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(
                IEnumerable<Parameter> parameters,
                double lr = 0.01,
                double alpha = 0.99,
                double eps = 1e-8,
                double weight_decay = 0,
                double momentum = 0,
                bool centered = false,
                bool maximize = false
            ) => new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
