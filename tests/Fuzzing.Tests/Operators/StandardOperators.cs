namespace Fuzzing.Tests;

/// <summary>The operators of ONNX's standard domain at operator set 17, with their inputs and attributes.</summary>
internal static class StandardOperators
{
    // Name, fewest and most inputs, outputs, and attributes with their kinds: i number, f float, s text, I and F several, t tensor.
    private const string Table = """
        Abs 1 1 1
        Acos 1 1 1
        Acosh 1 1 1
        Add 2 2 1
        And 2 2 1
        ArgMax 1 1 1 axis:i keepdims:i select_last_index:i
        ArgMin 1 1 1 axis:i keepdims:i select_last_index:i
        Asin 1 1 1
        Asinh 1 1 1
        Atan 1 1 1
        Atanh 1 1 1
        AveragePool 1 1 1 auto_pad:s ceil_mode:i count_include_pad:i kernel_shape:I pads:I strides:I
        BatchNormalization 5 5 1 epsilon:f momentum:f training_mode:i
        Bernoulli 1 1 1 dtype:i seed:f
        BitShift 2 2 1 direction:s
        BlackmanWindow 1 1 1 output_datatype:i periodic:i
        Cast 1 1 1 to:i
        CastLike 2 2 1
        Ceil 1 1 1
        Celu 1 1 1 alpha:f
        Clip 1 3 1
        Compress 2 2 1 axis:i
        Concat 1 4 1 axis:i
        ConcatFromSequence 1 1 1 axis:i new_axis:i
        Constant 0 0 1 value:t value_float:f value_floats:F value_int:i value_ints:I
        ConstantOfShape 1 1 1 value:t
        Conv 2 3 1 auto_pad:s dilations:I group:i kernel_shape:I pads:I strides:I
        ConvInteger 2 4 1 auto_pad:s dilations:I group:i kernel_shape:I pads:I strides:I
        ConvTranspose 2 3 1 auto_pad:s dilations:I group:i kernel_shape:I output_padding:I output_shape:I pads:I strides:I
        Cos 1 1 1
        Cosh 1 1 1
        CumSum 2 2 1 exclusive:i reverse:i
        DFT 1 2 1 axis:i inverse:i onesided:i
        DepthToSpace 1 1 1 blocksize:i mode:s
        DequantizeLinear 2 3 1 axis:i
        Det 1 1 1
        Div 2 2 1
        Dropout 1 3 2 seed:i
        DynamicQuantizeLinear 1 1 3
        Einsum 1 3 1 equation:s
        Elu 1 1 1 alpha:f
        Equal 2 2 1
        Erf 1 1 1
        Exp 1 1 1
        Expand 2 2 1
        EyeLike 1 1 1 dtype:i k:i
        Flatten 1 1 1 axis:i
        Floor 1 1 1
        GRU 3 6 2 activations:s clip:f direction:s hidden_size:i layout:i linear_before_reset:i
        Gather 2 2 1 axis:i
        GatherElements 2 2 1 axis:i
        GatherND 2 2 1 batch_dims:i
        Gemm 2 3 1 alpha:f beta:f transA:i transB:i
        GlobalAveragePool 1 1 1
        GlobalLpPool 1 1 1 p:i
        GlobalMaxPool 1 1 1
        Greater 2 2 1
        GreaterOrEqual 2 2 1
        GridSample 2 2 1 align_corners:i mode:s padding_mode:s
        HammingWindow 1 1 1 output_datatype:i periodic:i
        HannWindow 1 1 1 output_datatype:i periodic:i
        HardSigmoid 1 1 1 alpha:f beta:f
        HardSwish 1 1 1
        Hardmax 1 1 1 axis:i
        Identity 1 1 1
        InstanceNormalization 3 3 1 epsilon:f
        IsInf 1 1 1 detect_negative:i detect_positive:i
        IsNaN 1 1 1
        LRN 1 1 1 alpha:f beta:f bias:f size:i
        LSTM 3 8 3 activations:s clip:f direction:s hidden_size:i input_forget:i layout:i
        LayerNormalization 2 3 1 axis:i epsilon:f stash_type:i
        LeakyRelu 1 1 1 alpha:f
        Less 2 2 1
        LessOrEqual 2 2 1
        Log 1 1 1
        LogSoftmax 1 1 1 axis:i
        LpNormalization 1 1 1 axis:i p:i
        LpPool 1 1 1 auto_pad:s kernel_shape:I p:i pads:I strides:I
        MatMul 2 2 1
        MatMulInteger 2 4 1
        Max 1 4 1
        MaxPool 1 1 2 auto_pad:s ceil_mode:i dilations:I kernel_shape:I pads:I storage_order:i strides:I
        MaxRoiPool 2 2 1 pooled_shape:I spatial_scale:f
        MaxUnpool 2 3 1 kernel_shape:I pads:I strides:I
        Mean 1 4 1
        MeanVarianceNormalization 1 1 1 axes:I
        MelWeightMatrix 5 5 1 output_datatype:i
        Min 1 4 1
        Mod 2 2 1 fmod:i
        Mul 2 2 1
        Multinomial 1 1 1 dtype:i sample_size:i seed:f
        Neg 1 1 1
        NegativeLogLikelihoodLoss 2 3 1 ignore_index:i reduction:s
        NonMaxSuppression 2 5 1 center_point_box:i
        NonZero 1 1 1
        Not 1 1 1
        OneHot 3 3 1 axis:i
        Optional 1 1 1
        Or 2 2 1
        PRelu 2 2 1
        Pad 2 3 1 mode:s
        Pow 2 2 1
        QLinearConv 8 9 1 auto_pad:s dilations:I group:i kernel_shape:I pads:I strides:I
        QLinearMatMul 8 8 1
        QuantizeLinear 2 3 1 axis:i
        RNN 3 6 2 activations:s clip:f direction:s hidden_size:i layout:i
        RandomNormal 0 0 1 dtype:i mean:f scale:f seed:f shape:I
        RandomNormalLike 1 1 1 dtype:i mean:f scale:f seed:f
        RandomUniform 0 0 1 dtype:i high:f low:f seed:f shape:I
        RandomUniformLike 1 1 1 dtype:i high:f low:f seed:f
        Range 3 3 1
        Reciprocal 1 1 1
        ReduceL1 1 1 1 axes:I keepdims:i
        ReduceL2 1 1 1 axes:I keepdims:i
        ReduceLogSum 1 1 1 axes:I keepdims:i
        ReduceLogSumExp 1 1 1 axes:I keepdims:i
        ReduceMax 1 1 1 axes:I keepdims:i
        ReduceMean 1 1 1 axes:I keepdims:i
        ReduceMin 1 1 1 axes:I keepdims:i
        ReduceProd 1 1 1 axes:I keepdims:i
        ReduceSum 1 2 1 keepdims:i noop_with_empty_axes:i
        ReduceSumSquare 1 1 1 axes:I keepdims:i
        Relu 1 1 1
        Reshape 2 2 1 allowzero:i
        Resize 1 4 1 coordinate_transformation_mode:s cubic_coeff_a:f exclude_outside:i extrapolation_value:f mode:s nearest_mode:s
        ReverseSequence 2 2 1 batch_axis:i time_axis:i
        RoiAlign 3 3 1 mode:s output_height:i output_width:i sampling_ratio:i spatial_scale:f
        Round 1 1 1
        STFT 2 4 1 onesided:i
        ScatterElements 3 3 1 axis:i reduction:s
        ScatterND 3 3 1 reduction:s
        Selu 1 1 1 alpha:f gamma:f
        SequenceAt 2 2 1
        SequenceConstruct 1 3 1
        SequenceEmpty 0 0 1 dtype:i
        SequenceErase 1 2 1
        SequenceInsert 2 3 1
        SequenceLength 1 1 1
        Shape 1 1 1 end:i start:i
        Shrink 1 1 1 bias:f lambd:f
        Sigmoid 1 1 1
        Sign 1 1 1
        Sin 1 1 1
        Sinh 1 1 1
        Size 1 1 1
        Slice 3 5 1
        Softmax 1 1 1 axis:i
        SoftmaxCrossEntropyLoss 2 3 1 ignore_index:i reduction:s
        Softplus 1 1 1
        Softsign 1 1 1
        SpaceToDepth 1 1 1 blocksize:i
        Split 1 2 2 axis:i
        SplitToSequence 1 2 1 axis:i keepdims:i
        Sqrt 1 1 1
        Squeeze 1 2 1
        StringNormalizer 1 1 1 case_change_action:s is_case_sensitive:i
        Sub 2 2 1
        Sum 1 4 1
        Tan 1 1 1
        Tanh 1 1 1
        TfIdfVectorizer 1 1 1 max_gram_length:i max_skip_count:i min_gram_length:i mode:s ngram_counts:I ngram_indexes:I
        ThresholdedRelu 1 1 1 alpha:f
        Tile 2 2 1
        TopK 2 2 2 axis:i largest:i sorted:i
        Transpose 1 1 1 perm:I
        Trilu 1 2 1 upper:i
        Unique 1 1 4 axis:i sorted:i
        Unsqueeze 2 2 1
        Upsample 2 2 1 mode:s
        Where 3 3 1
        Xor 2 2 1
        """;

    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<StandardOperator> All { get; } =
    [
        .. Table
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' '))
            .Select(words => new StandardOperator(
                words[0],
                words[1][0] - '0',
                words[2][0] - '0',
                words[3][0] - '0',
                [.. words.Skip(4).Select(word => (word[..^2], word[^1]))]
            )),
    ];
}

/// <summary>An operator's inputs, outputs and attributes.</summary>
internal sealed record StandardOperator(
    string Name,
    int FewestInputs,
    int MostInputs,
    int Outputs,
    IReadOnlyList<(string Name, char Kind)> Attributes
);
