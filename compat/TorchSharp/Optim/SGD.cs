using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Stochastic gradient descent, with momentum if wanted.</summary>
        public class SGD : OptimizerHelper, optim.IMomentum
        {
            public SGD(
                IEnumerable<Parameter> parameters,
                double lr,
                double momentum = 0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false
            )
                : this(
                    [new ParamGroup { Parameters = parameters }],
                    lr,
                    momentum,
                    dampening,
                    weight_decay,
                    nesterov,
                    maximize
                ) { }

            public SGD(
                IEnumerable<ParamGroup> parameters,
                double lr,
                double momentum = 0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false
            )
            {
                if (lr < 0)
                    throw new ArgumentException($"Invalid learning rate: {lr}");
                if (momentum < 0)
                    throw new ArgumentException($"Invalid momentum value: {momentum}");
                if (weight_decay < 0)
                    throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
                if (nesterov && (momentum <= 0 || dampening != 0))
                    throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
                _defaults = new Options
                {
                    LearningRate = lr,
                    InitialLearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
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
                options.momentum ??= defaults.momentum;
                options.dampening ??= defaults.dampening;
                options.weight_decay ??= defaults.weight_decay;
                options.nesterov ??= defaults.nesterov;
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
                if (options.weight_decay != 0)
                    grad = grad.add(parameter, alpha: options.weight_decay.Value);
                if (options.momentum != 0)
                {
                    if (state.momentum_buffer is null)
                        state.momentum_buffer = grad.clone().detach().DetachFromDisposeScope();
                    else
                        state
                            .momentum_buffer.mul_(options.momentum.Value)
                            .add_(grad, alpha: 1 - options.dampening.Value);
                    grad =
                        options.nesterov == true
                            ? grad.add(state.momentum_buffer, alpha: options.momentum.Value)
                            : state.momentum_buffer;
                }
                double rate = options.LearningRate.Value;
                parameter.add_(grad, alpha: options.maximize == true ? rate : -rate);
            }

            private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

            public sealed class State : OptimizerState, IDisposable
            {
                public Tensor momentum_buffer;

                public State(Parameter parameter)
                    : base(parameter) { }

                public override void Initialize(OptimizerOptions options) => momentum_buffer = null;

                public void Dispose() => momentum_buffer?.Dispose();

                public override void SaveStateDict(BinaryWriter writer) =>
                    SaveConditionalStateTensor(writer, momentum_buffer);

                public override void LoadStateDict(BinaryReader reader) =>
                    LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

                public override void LoadStateDict(OptimizerState source)
                {
                    Dispose();
                    momentum_buffer = Copy(((State)source).momentum_buffer);
                }
            }

            public class Options : OptimizerOptions
            {
                public double? momentum;
                public double? dampening;
                public double? weight_decay;
                public bool? nesterov;
                public bool? maximize;

                public override void SaveStateDict(BinaryWriter writer)
                {
                    base.SaveStateDict(writer);
                    writer.Write(momentum.Value);
                    writer.Write(dampening.Value);
                    writer.Write(weight_decay.Value);
                    writer.Write(nesterov.Value);
                    writer.Write(maximize.Value);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    base.LoadStateDict(reader);
                    momentum = reader.ReadDouble();
                    dampening = reader.ReadDouble();
                    weight_decay = reader.ReadDouble();
                    nesterov = reader.ReadBoolean();
                    maximize = reader.ReadBoolean();
                }

                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    (momentum, dampening) = (other.momentum, other.dampening);
                    (weight_decay, nesterov, maximize) = (other.weight_decay, other.nesterov, other.maximize);
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
            public static SGD SGD(
                IEnumerable<Parameter> parameters,
                double learningRate,
                double momentum = 0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false
            ) => new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
