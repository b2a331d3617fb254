// Runs an ONNX model in ONNX Runtime. Arguments: the model's file, and a JSON file {"rows": n, "values": [...]} with
// the input matrix, row by row. Prints one JSON object: the names of inputs and outputs, the output's shape, its values.
import { readFile } from 'node:fs/promises';
import ort from 'onnxruntime-node';

const [modelFile, inputFile] = process.argv.slice(2);
if (!modelFile || !inputFile) {
  console.error('usage: node onnx-check.mjs model.onnx input.json');
  process.exit(2);
}

const { rows, values } = JSON.parse(await readFile(inputFile, 'utf8'));
const session = await ort.InferenceSession.create(modelFile, { logSeverityLevel: 3 });
const matrix = new ort.Tensor('float32', Float32Array.from(values), [rows, values.length / rows]);
const [output] = session.outputNames;
const result = (await session.run({ [session.inputNames[0]]: matrix }))[output];
console.log(JSON.stringify({
  inputs: session.inputNames,
  outputs: session.outputNames,
  shape: result.dims,
  values: Array.from(result.data),
}));
