using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with optional momentum.</summary>
public class SGD : OptimizerHelper
{
    internal SGD(IEnumerable<Parameter> parameters, SGDOptions options)
        : base(parameters, options, parameter => new State(parameter)) { }

    public override Tensor step(Func<Tensor> closure = null) =>
        Update(
            closure,
            () =>
            {
                foreach (var (parameter, state) in Targets.Zip(States))
                {
                    ((SGDOptions)Options).Step(parameter, (State)state);
                }
            }
        );

    public sealed class State : OptimizerState
    {
        public Tensor momentum_buffer;

        internal State(Parameter parameter)
            : base(parameter) { }

        public override void Initialize(OptimizerOptions options) { }

        public override void SaveStateDict(BinaryWriter writer) => Exchange(new OptimizerFile(null, writer));

        public override void LoadStateDict(BinaryReader reader) => Exchange(new OptimizerFile(reader, null));

        public override void LoadStateDict(OptimizerState source) => Copy(source);

        internal override IEnumerable<Tensor> Tensors => [momentum_buffer];

        internal override void Exchange(OptimizerFile file) =>
            file.OptionalTensor(ref momentum_buffer, Parameter.device);
    }
}

internal sealed class SGDOptions : OptimizerOptions
{
    private double momentum;
    private double dampening;
    private double weightDecay;
    private bool nesterov;
    private bool maximize;

    public SGDOptions(double lr, double momentum, double dampening, double weightDecay, bool nesterov, bool maximize)
        : base(lr)
    {
        Check(lr >= 0, $"Invalid learning rate: {lr}");
        Check(momentum >= 0, $"Invalid momentum value: {momentum}");
        Check(weightDecay >= 0, $"Invalid weight_decay value: {weightDecay}");
        Check(
            !nesterov || (momentum > 0 && dampening == 0),
            "Nesterov momentum requires a momentum and zero dampening"
        );
        (this.momentum, this.dampening, this.weightDecay) = (momentum, dampening, weightDecay);
        (this.nesterov, this.maximize) = (nesterov, maximize);
    }

    internal override void Exchange(OptimizerFile file)
    {
        base.Exchange(file);
        file.Number(ref momentum);
        file.Number(ref dampening);
        file.Number(ref weightDecay);
        file.Flag(ref nesterov);
        file.Flag(ref maximize);
    }

    public void Step(Parameter parameter, SGD.State state)
    {
        var grad = parameter.grad;
        if (grad is null)
        {
            return;
        }

        if (weightDecay != 0)
        {
            grad = grad.add(parameter, alpha: weightDecay);
        }

        if (momentum != 0)
        {
            if (state.momentum_buffer is null)
            {
                state.momentum_buffer = grad.clone().detach().DetachFromDisposeScope();
            }
            else
            {
                state.momentum_buffer.mul_(momentum).add_(grad, alpha: 1 - dampening);
            }

            grad = nesterov ? grad.add(state.momentum_buffer, alpha: momentum) : state.momentum_buffer;
        }

        parameter.add_(grad, alpha: maximize ? LearningRate : -LearningRate);
    }
}
