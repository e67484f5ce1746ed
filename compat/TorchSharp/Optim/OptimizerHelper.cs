using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The states and files of the optimizers.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private protected readonly OptimizerState[] States;

    private protected OptimizerHelper(
        IEnumerable<Parameter> parameters,
        OptimizerOptions options,
        Func<Parameter, OptimizerState> newState
    )
        : base(parameters, options)
    {
        States = Targets.Select(newState).ToArray();
        foreach (var state in States)
        {
            state.Initialize(options);
        }
    }

    /// <summary>Runs the closure with recording, then the update without it.</summary>
    private protected static Tensor Update(Func<Tensor> closure, Action update)
    {
        Tensor loss = null;
        if (closure is not null)
        {
            using var recording = enable_grad();
            loss = closure();
        }

        using var mode = no_grad();
        using var scope = NewDisposeScope();
        update();
        return loss;
    }

    public virtual StateDictionary state_dict() => new(Options, States);

    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        writer.Encode(1); // parameter groups
        writer.Encode(States.Length);
        Exchange(new OptimizerFile(null, writer));
    }

    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream."
            );
        }

        if (reader.Decode() != 1)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        }

        if (reader.Decode() != States.Length)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
        }

        Exchange(new OptimizerFile(reader, null));
    }

    private void Exchange(OptimizerFile file)
    {
        Options.Exchange(file);
        foreach (var state in States)
        {
            state.Exchange(file);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        foreach (var tensor in States.SelectMany(state => state.Tensors))
        {
            tensor?.Dispose();
        }
    }
}
