using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Writes values to a file of an optimizer, or reads them in the same order.</summary>
internal sealed class OptimizerFile(BinaryReader reader, BinaryWriter writer)
{
    public void Number(ref long value)
    {
        writer?.Write(value);
        value = reader?.ReadInt64() ?? value;
    }

    public void Number(ref double value)
    {
        writer?.Write(value);
        value = reader?.ReadDouble() ?? value;
    }

    public void Flag(ref bool value)
    {
        writer?.Write(value);
        value = reader?.ReadBoolean() ?? value;
    }

    public void Tensor(Tensor tensor)
    {
        if (reader is null)
        {
            tensor.Save(writer);
        }
        else
        {
            tensor.Load(reader);
        }
    }

    /// <summary>Writes or reads a tensor that may be null. A tensor that was read has the file's shape.</summary>
    public void OptionalTensor(ref Tensor tensor, Device device)
    {
        if (reader is null)
        {
            writer.Write(tensor is not null);
            tensor?.Save(writer);
            return;
        }

        tensor?.Dispose();
        tensor = reader.ReadBoolean()
            ? TensorExtensionMethods.Load(reader).to(device, disposeAfter: true).DetachFromDisposeScope()
            : null;
    }
}

/// <summary>The hyperparameters of an optimizer.</summary>
public class OptimizerOptions
{
    internal double LearningRate;
    internal double InitialLearningRate;

    private protected OptimizerOptions(double learningRate)
    {
        LearningRate = InitialLearningRate = learningRate;
    }

    public virtual void SaveStateDict(BinaryWriter writer) => Exchange(new OptimizerFile(null, writer));

    /// <summary>Writes or reads the options in the order of TorchSharp's files.</summary>
    internal virtual void Exchange(OptimizerFile file)
    {
        file.Number(ref InitialLearningRate);
        file.Number(ref LearningRate);
    }

    private protected static void Check(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}

/// <summary>The numbers that an optimizer keeps for one parameter.</summary>
public abstract class OptimizerState
{
    internal virtual long Step { get; set; }
    private protected readonly Parameter Parameter;

    private protected OptimizerState(Parameter parameter)
    {
        Parameter = parameter;
    }

    internal abstract IEnumerable<Tensor> Tensors { get; }

    /// <summary>Writes or reads the state in the order of TorchSharp's files.</summary>
    internal abstract void Exchange(OptimizerFile file);

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    private protected void Copy(OptimizerState source)
    {
        using var copy = new MemoryStream();
        source.SaveStateDict(new BinaryWriter(copy));
        copy.Position = 0;
        LoadStateDict(new BinaryReader(copy));
    }

    /// <summary>Creates zeros of the parameter's shape that belong to no dispose scope.</summary>
    private protected Tensor Zeros() => zeros_like(Parameter).DetachFromDisposeScope();
}
